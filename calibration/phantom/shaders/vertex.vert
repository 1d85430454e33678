#version 330
in vec3 position; in vec3 normal; in vec2 uv; in vec4 material; in vec3 rest; in vec4 garment;
uniform mat4 view_projection;
out vec3 world, n, r; out vec2 t; flat out vec4 m; out vec4 g;
void main() { world = position; n = normal; t = uv; m = material; r = rest; g = garment;
  gl_Position = view_projection * vec4(position, 1); }
