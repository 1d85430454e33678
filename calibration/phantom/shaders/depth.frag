#version 330
in vec4 g; flat in vec4 m;
void main() { if (m.w > 1.5 && m.w < 3.5 && g.x < 0) discard; }
