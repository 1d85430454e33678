"""Software renderer on moderngl + EGL (Mesa llvmpipe): materials, one shadow map, cached background.

The only module that needs OpenGL.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("LP_NUM_THREADS", "2")  # read when Mesa is loaded

import cv2
import moderngl
import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import meshes
from .geometry import FloatArray, IntArray, unit
from .meshes import Wear
from .optics import Camera, look_at, orthographic

if TYPE_CHECKING:
    from .meshes import Mesh

HERE = Path(__file__).parent
VERTEX, DEPTH, SURFACE = (
    (HERE / "shaders" / name).read_text(encoding="ascii")
    for name in ("vertex.vert", "depth.frag", "surface.frag")
)
# What hides most is drawn first.
DRAW_ORDER = (
    *(meshes.CLOTH, meshes.SHOE, meshes.HAIR, meshes.SKIN, meshes.EYE, meshes.PLAIN, meshes.WOOD_FLOOR),
    *(meshes.WALL, meshes.RUG, meshes.FURNITURE, meshes.STRIPES, meshes.FLOWERS, meshes.TILES),
    *(meshes.CARPET, meshes.FABRIC, meshes.GLOW),
)
SHADOW_SIZE = 896  # shadow map, pixels; the fragment shader knows it, too
SHADOW_SPAN = 2.4  # half width of the shadow map's view, metres
STILL_FIELDS = (("uv", 2), ("material", 4), ("rest", 3), ("garment", 4))
MOVING_FIELDS = (("position", 3), ("normal", 3))

Image = NDArray[np.uint8]
Uniforms = Mapping[str, ArrayLike]


@dataclass
class _Drawn:
    """One mesh on the graphics card."""

    moving: Any
    parts: list[Any]
    depth: Any
    tint: Uniforms = field(default_factory=dict)


def _put(program: Any, name: str, value: ArrayLike) -> None:  # noqa: ANN401  moderngl has no types
    if name in program:
        program[name].write(np.asarray(value, "f4").tobytes())


class Renderer:
    """Draws moving meshes (the first is the person) over meshes that stand still.

    Attributes
    ----------
    moving: numbers of the meshes that are drawn anew in every picture. unshadowed: of those that throw none.
    keep_room_shadow: what stands still is drawn into the shadow map once. keep_shadow: no shadow is renewed.
    clear: colour of what nothing covers.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        gl = self.gl = moderngl.create_context(
            standalone=True, backend="egl", libgl="libGL.so.1", libegl="libEGL.so.1"
        )
        self.programs: dict[int, Any] = {}
        self.depth_program = gl.program(vertex_shader=VERTEX, fragment_shader=DEPTH)
        self.shadow = gl.depth_texture((SHADOW_SIZE, SHADOW_SIZE))
        self.shadow.compare_func = ""
        self.shadow.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self.shadow.repeat_x = self.shadow.repeat_y = False
        self.shadow_buffer = gl.framebuffer(depth_attachment=self.shadow)
        self.frame, self.background = (
            gl.framebuffer(
                color_attachments=[gl.renderbuffer((width, height), 4)],
                depth_attachment=gl.depth_renderbuffer((width, height)),
            )
            for _ in range(2)
        )
        self.background_key: bytes | None = None
        self.skin = self._skin_texture()
        self.meshes: list[_Drawn] = []
        self.moving = [0]
        self.unshadowed: set[int] = set()
        self.keep_room_shadow = self.keep_shadow = False
        self.room_shadow: tuple[Any, int] | None = None
        self.clear = (0.76, 0.75, 0.73, 1.0)

    def _skin_texture(self) -> Any:  # noqa: ANN401  moderngl has no types
        picture = cv2.imread(str(HERE / "skin.png"))
        if picture is None:
            message = "skin.png is not beside gfx.py"
            raise FileNotFoundError(message)
        image = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
        size = (image.shape[1], image.shape[0])
        texture = self.gl.texture(size, 3, np.ascontiguousarray(image[::-1]).tobytes())
        texture.build_mipmaps()
        texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        return texture

    def _program(self, material: int) -> Any:  # noqa: ANN401  moderngl has no types
        """Return the program of one material (a shader without branches is much faster on llvmpipe)."""
        if material not in self.programs:
            source = SURFACE.replace("#version 330", f"#version 330\n#define MATERIAL {material}")
            self.programs[material] = self.gl.program(vertex_shader=VERTEX, fragment_shader=source)
        return self.programs[material]

    def add(self, mesh: Mesh, wear: Wear | None = None, tint: Uniforms | None = None) -> int:
        """Add a mesh and return its number; the first one is the person. ``tint``: its own skin and hair."""
        n = len(mesh.positions)
        worn = wear or Wear(np.zeros((n, 2)), np.zeros((n, 3)), np.zeros((n, 4)))
        still = np.concatenate([worn.uv, mesh.material, worn.rest, worn.garment], 1)
        moving = self.gl.buffer(_bytes(mesh.positions, mesh.normals), dynamic=True)
        buffers = ((moving, MOVING_FIELDS), (self.gl.buffer(still.astype("f4").tobytes()), STILL_FIELDS))
        kinds = mesh.material[mesh.triangles[:, 0], 3].astype(int)
        parts = [
            self._vertex_array(buffers, self._program(kind), mesh.triangles[kinds == kind])
            for kind in DRAW_ORDER
            if (kinds == kind).any()
        ]
        depth = self._vertex_array(buffers, self.depth_program, mesh.triangles)
        self.meshes.append(_Drawn(moving, parts, depth, tint or {}))
        return len(self.meshes) - 1

    def _vertex_array(
        self,
        buffers: tuple[tuple[Any, tuple[tuple[str, int], ...]], ...],
        program: Any,  # noqa: ANN401  moderngl has no types
        faces: IntArray,
    ) -> Any:  # noqa: ANN401  moderngl has no types
        content = []
        for buffer, fields in buffers:
            used = [name for name, _ in fields if name in program]
            if used:
                layout = " ".join(f"{k}f" if name in program else f"{4 * k}x" for name, k in fields)
                content.append((buffer, layout, *used))
        return self.gl.vertex_array(
            program, content, self.gl.buffer(np.ascontiguousarray(faces, "i4").tobytes())
        )

    def move(self, positions: FloatArray, normals: FloatArray, mesh: int = 0) -> None:
        """Put a moving mesh's vertices where they are now."""
        self.meshes[mesh].moving.write(_bytes(positions, normals))

    def render(self, camera: Camera, projection: FloatArray, sun_dir: ArrayLike, uniforms: Uniforms) -> Image:
        """Return one RGB picture (height, width, 3)."""
        self.gl.enable(moderngl.DEPTH_TEST)
        sun_target = (0, -0.3, 0.6)
        sun_eye = np.asarray(sun_target) + unit(sun_dir) * 4.5
        sun = orthographic(SHADOW_SPAN, 0.1, 9.0) @ look_at(sun_eye, sun_target, up=(0, 1, 0.01))
        self._draw_shadow(sun)
        self._set_uniforms(
            dict(
                uniforms,
                view_projection=(projection @ camera.view).T,
                sun_matrix=sun.T,
                eye=camera.eye,
                sun_dir=unit(sun_dir),
                bias=0.0025,
            )
        )
        key = camera.view.tobytes() + projection.tobytes()
        if key != self.background_key:  # once: the person's shadow on the room stays that of the first frame
            self.background.use()
            self.background.clear(*self.clear, depth=1.0)
            for at in range(len(self.meshes)):
                if at not in self.moving:
                    self._draw(at, uniforms)
            self.background_key = key
        self.gl.copy_framebuffer(self.frame, self.background)
        self.frame.use()
        for at in self.moving:
            self._draw(at, uniforms)
        pixels = np.frombuffer(self.frame.read(components=3), np.uint8)
        return pixels.reshape(self.height, self.width, 3)[::-1].copy()

    def _draw_shadow(self, sun: FloatArray) -> None:
        _put(self.depth_program, "view_projection", sun.T)
        if not self.keep_room_shadow:
            self.shadow_buffer.use()
            self.shadow_buffer.clear(depth=1.0)
            for mesh in self.meshes:
                mesh.depth.render()
        elif not self.keep_shadow:
            self.gl.copy_framebuffer(self.shadow_buffer, self._still_shadow())
            self.shadow_buffer.use()
            for at in self.moving:
                self.meshes[at].depth.render()

    def _still_shadow(self) -> Any:  # noqa: ANN401  moderngl has no types
        """Return the shadow of what stands still."""
        if self.room_shadow is None or self.room_shadow[1] != len(self.meshes):
            buffer = self.gl.framebuffer(depth_attachment=self.gl.depth_texture((SHADOW_SIZE, SHADOW_SIZE)))
            buffer.use()
            buffer.clear(depth=1.0)
            for at, mesh in enumerate(self.meshes):
                if at not in self.moving and at not in self.unshadowed:
                    mesh.depth.render()
            self.room_shadow = buffer, len(self.meshes)
        return self.room_shadow[0]

    def _set_uniforms(self, values: Uniforms) -> None:
        self.shadow.use(0)
        self.skin.use(1)
        for program in self.programs.values():
            for name, value in values.items():
                _put(program, name, value)
            for number, name in enumerate(("shadow", "skin")):
                if name in program:
                    program[name] = number

    def _draw(self, at: int, uniforms: Uniforms) -> None:
        """Draw one mesh in its own skin and hair, then set the main person's again."""
        mesh = self.meshes[at]
        self._tint(mesh.tint)
        for part in mesh.parts:
            part.render()
        if mesh.tint:
            self._tint(uniforms)

    def _tint(self, colours: Uniforms) -> None:
        for kind in (meshes.SKIN, meshes.HAIR):
            for name in ("skin_colour", "hair_colour"):
                if kind in self.programs and name in colours:
                    _put(self.programs[kind], name, colours[name])


def _bytes(positions: FloatArray, normals: FloatArray) -> bytes:
    return np.concatenate([positions, normals], 1).astype("f4").tobytes()
