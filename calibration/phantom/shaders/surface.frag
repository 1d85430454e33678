#version 330
in vec3 world, n, r; in vec2 t; flat in vec4 m; in vec4 g; out vec4 colour;
uniform vec3 eye, sun_dir, sun_colour, lamp_pos, lamp_colour, sky, ground, skin_colour, hair_colour;
uniform mat4 sun_matrix; uniform sampler2D shadow, skin; uniform float bias, seed; uniform vec4 occluders[6];
float hash(vec3 p) { p = fract(p * .3183099 + .1); p *= 17.; return fract(p.x * p.y * p.z * (p.x + p.y + p.z)); }
float noise(vec3 x) { vec3 i = floor(x), f = fract(x); f = f * f * (3. - 2. * f);
  return mix(mix(mix(hash(i), hash(i + vec3(1,0,0)), f.x), mix(hash(i + vec3(0,1,0)), hash(i + vec3(1,1,0)), f.x), f.y),
    mix(mix(hash(i + vec3(0,0,1)), hash(i + vec3(1,0,1)), f.x), mix(hash(i + vec3(0,1,1)), hash(i + vec3(1,1,1)), f.x), f.y), f.z); }
float fractal(vec3 x) { return .62 * noise(x) + .38 * noise(x * 2.7); }
void main() {
  vec3 N = normalize(n), V = normalize(eye - world), c = m.rgb; if (dot(N, V) < 0.) N = -N;
  float specular = .04, gloss = 12., wrap = .15, scatter = 0.;
#if MATERIAL == 0    // plain
  c *= .93 + .14 * fractal(world * 9.);
#elif MATERIAL == 1  // skin; garment.x > 0: stubble / hair cap
  c = skin_colour * texture(skin, t).rgb * (.93 + .14 * fractal(r * 22.)); specular = .09; gloss = 18.; wrap = .3; scatter = 1.;
  if (g.x > 0.) { float f = smoothstep(0., .012, g.x + .012 * (fractal(r * 120.) - .5));
    c = mix(c, hair_colour * (.75 + .5 * fractal(r * vec3(160, 160, 40))), f); specular = mix(specular, .05, f); scatter *= 1. - f; }
  N = normalize(N + .05 * (vec3(noise(r * 60.), noise(r * 60. + 7.), noise(r * 60. + 13.)) - .5));
#elif MATERIAL == 2  // cloth; garment: metres inside the edge, hem flag, stripes flag
  if (g.x < 0.) discard;
  float w = fractal(r * vec3(7, 7, 5) + seed);
  N = normalize(N + .75 * (vec3(noise(r * 13. + seed), noise(r * 13. + 3. + seed), noise(r * 13. + 9. + seed)) - .5));
  c *= (.86 + .28 * w) * (.96 + .08 * hash(floor(r * 900.))); if (g.x < .012 && g.y > .5) c *= .72;
  if (g.z > .5) c = mix(c, vec3(.85, .84, .8), step(.5, fract(r.z * 16.)) * .9);
  specular = .015;
#elif MATERIAL == 3  // hair
  if (g.x < 0.) discard;
  c = hair_colour * (.6 + .8 * fractal(r * vec3(150, 150, 12))); specular = .12; gloss = 14.;
  N = normalize(N + .4 * (vec3(fractal(r * vec3(90, 90, 9)), fractal(r * vec3(90, 90, 9) + 5.), .5) - .5));
#elif MATERIAL == 4  // eye; garment.x = metres from the optical axis
  c = g.x < .0035 ? vec3(.02) : (g.x < .0075 ? vec3(.22, .15, .09) : vec3(.80, .78, .75)); specular = .5; gloss = 60.;
#elif MATERIAL == 5  // floor boards
  float plank = floor(world.x / .14), part = floor((world.y + hash(vec3(plank, 3, seed)) * 2.) / 1.1);
  c *= (.75 + .4 * hash(vec3(plank, part, seed))) * (.85 + .3 * fractal(vec3(world.x * 30., world.y * 2.5, plank)));
  if (min(fract(world.x / .14), 1. - fract(world.x / .14)) * .14 < .0025) c *= .55;
  specular = .12; gloss = 20.;
#elif MATERIAL == 6  // wall
  c *= .95 + .07 * fractal(world * 2. + seed) + .03 * hash(floor(world * 250.));
#elif MATERIAL == 7  // rug
  float check = mod(floor(world.x / .18) + floor(world.y / .18), 2.);
  c = mix(c, c * .62 + .05, check) * (.85 + .3 * hash(floor(world * 300.))); specular = .01;
#elif MATERIAL == 8  // furniture
  c *= .8 + .4 * fractal(vec3(world.x * 40., world.y * 6., world.z * 40.)); specular = .12; gloss = 25.;
#elif MATERIAL == 9  // shoe; garment.y < .5: sole
  if (g.x < 0.) discard;
  c = g.y > .5 ? c : vec3(.82, .82, .80); c *= .9 + .2 * fractal(r * 50.); specular = .1;
#elif MATERIAL == 10 // striped wall paper
  float u = abs(N.x) > .5 ? world.y : world.x; float p = fract(u / (.07 + .02 * seed));
  c *= (.97 + .06 * fractal(world * 2.)) * (p < .5 ? 1. : .74) * (p > .47 && p < .5 ? .8 : 1.);
#elif MATERIAL == 11 // flowered wall paper or cloth
  vec3 q0 = world * (11. - seed); c = mix(c, c * vec3(.55, .75, .5) + .06, smoothstep(.5, .58, noise(q0 + seed)));
  c = mix(c, c * vec3(1.3, .6, .6), smoothstep(.72, .76, noise(q0 * 1.7 + 31.)));
#elif MATERIAL == 12 // tiles
  vec2 k = fract(world.xy / .33); float joint = min(min(k.x, 1. - k.x), min(k.y, 1. - k.y));
  c *= .9 + .2 * hash(vec3(floor(world.xy / .33), seed)) + .06 * (fractal(world * 12.) - .5); if (joint < .012) c *= .6;
  specular = .2; gloss = 40.;
#elif MATERIAL == 13 // carpet, grass
  c *= .7 + .35 * fractal(world * 45.) + .3 * hash(floor(world * 220.)); specular = 0.;
#elif MATERIAL == 14 // checked or plain furniture cloth
  vec3 k4 = floor(world * (14. + 2. * seed)); c *= .8 + .18 * mod(k4.x + k4.z, 2.) * step(2.5, seed) + .2 * fractal(world * 30.) + .08 * hash(floor(world * 400.));
  N = normalize(N + .35 * (vec3(noise(world * 9.), noise(world * 9. + 3.), noise(world * 9. + 9.)) - .5)); specular = .01;
#elif MATERIAL == 15 // lit by itself
  colour = vec4(c, 1); return;
#endif
  vec4 lp = sun_matrix * vec4(world + N * .006, 1); vec3 q = lp.xyz * .5 + .5; float lit = 0.;
  float a = hash(vec3(gl_FragCoord.xy, seed)) * 6.28; mat2 R = mat2(cos(a), -sin(a), sin(a), cos(a));
  vec2 P[6] = vec2[](vec2(-.7, -.3), vec2(.2, -.85), vec2(.8, .1), vec2(-.2, .7), vec2(.35, .3), vec2(-.35, .1));
  for (int i = 0; i < 6; i++) lit += q.z - bias > texture(shadow, q.xy + R * P[i] * 3.2 / 896.).r ? 0. : 1.;
  lit = any(greaterThan(abs(lp.xy), vec2(1.))) ? 1. : lit / 6.;
  float facing = dot(N, sun_dir); vec3 L = sun_colour * max((facing + wrap) / (1. + wrap), 0.) * lit;
  if (scatter > .5) L += sun_colour * vec3(.10, .03, .02) * lit * smoothstep(-.2, .25, facing) * (1. - smoothstep(.25, .6, facing));
  vec3 to = lamp_pos - world; float d = length(to); L += lamp_colour * max((dot(N, to / d) + .25) / 1.25, 0.) / (d * d * .25 + .6);
  vec3 ambient = mix(ground, sky, N.z * .5 + .5); float open = 1.;
  for (int i = 0; i < 6; i++) { vec3 D = occluders[i].xyz - world; float e = length(D);
    open *= 1. - .75 * max(dot(N, D / e), 0.) * min(1., occluders[i].w * occluders[i].w / (e * e)); }
  vec3 H = normalize(sun_dir + V);
  vec3 o = c * (L + ambient * open) + sun_colour * specular * lit * pow(max(dot(N, H), 0.), gloss) * max(facing, 0.);
  o = o / (1. + .25 * o) * 1.18; colour = vec4(pow(clamp(o, 0., 1.), vec3(1. / 2.2)), 1); }
