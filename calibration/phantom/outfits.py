"""What people wear. Colours are linear red, green and blue."""

from __future__ import annotations

from dataclasses import dataclass, replace

Colour = tuple[float, ...]

BOTTOMS = ("shorts", "tight_shorts", "leggings", "jeans", "trousers", "loose", "skirt")
SHOES = ("barefoot", "socks", "long_socks", "shoes", "boots", "slippers")
LIGHT, TAN, BROWN = (0.74, 0.52, 0.42), (0.60, 0.40, 0.29), (0.36, 0.22, 0.145)
ASIAN, OLD = (0.72, 0.53, 0.40), (0.70, 0.50, 0.42)
BLACK_HAIR, BROWN_HAIR, GREY_HAIR = (0.018, 0.015, 0.013), (0.07, 0.04, 0.025), (0.42, 0.41, 0.40)


@dataclass(frozen=True)
class Outfit:
    """Clothes, skin and hair.

    Attributes
    ----------
    flare: slack at the hem of trousers, metres; of a skirt, its drop. wrinkles: their height, metres.
    sleeve: its end, share of the upper arm. hem: that of long trousers, share of the shank.
    coarse: edge of the cubes whose vertices become one on head, hands and toes, metres; 0: none do.
    """

    bottoms: str
    shirt: Colour
    bottom_colour: Colour
    shoes: str = "barefoot"
    shoe_colour: Colour = (0.1, 0.1, 0.12)
    stripes: bool = False
    skin: Colour = LIGHT
    hair: Colour = BROWN_HAIR
    long_hair: bool = False
    flare: float = 0.0
    wrinkles: float = 0.0
    hem: float = 0.93
    sleeve: float = 0.62
    seed: int = 0
    coarse: float = 0.0


_OUTFITS: dict[str, tuple[Outfit, ...]] = {  # outfit 0, 1 and 2 of each body
    "male": (
        Outfit("shorts", (0.08, 0.14, 0.30), (0.035, 0.035, 0.04), "shoes", (0.30, 0.05, 0.04)),
        Outfit("trousers", (0.55, 0.52, 0.45), (0.10, 0.11, 0.16), "shoes", (0.08, 0.08, 0.09)),
        Outfit("shorts", (0.05, 0.05, 0.055), (0.22, 0.20, 0.15)),
    ),
    "female": (
        Outfit("leggings", (0.45, 0.12, 0.15), (0.04, 0.04, 0.05)),
        Outfit("shorts", (0.30, 0.42, 0.50), (0.05, 0.07, 0.14), "socks", (0.72, 0.72, 0.70)),
        Outfit("tight_shorts", (0.60, 0.58, 0.50), (0.10, 0.03, 0.06), "shoes", (0.55, 0.56, 0.58)),
    ),
    "heavy_female": (
        Outfit("leggings", (0.10, 0.30, 0.26), (0.05, 0.05, 0.09), "socks", (0.75, 0.74, 0.72)),
        Outfit("trousers", (0.40, 0.20, 0.34), (0.16, 0.16, 0.17), "shoes", (0.30, 0.30, 0.32)),
        Outfit("shorts", (0.52, 0.40, 0.10), (0.04, 0.04, 0.05)),
    ),
    "elderly": (
        Outfit("trousers", (0.50, 0.48, 0.42), (0.12, 0.12, 0.14), "shoes", (0.05, 0.04, 0.03), stripes=True),
        Outfit("shorts", (0.16, 0.30, 0.14), (0.20, 0.18, 0.13), "socks", (0.10, 0.10, 0.12)),
        Outfit("trousers", (0.12, 0.18, 0.36), (0.28, 0.25, 0.19)),
    ),
    "slim_female": (
        Outfit("tight_shorts", (0.60, 0.60, 0.62), (0.02, 0.03, 0.08)),
        Outfit("leggings", (0.50, 0.32, 0.08), (0.10, 0.10, 0.11), "shoes", (0.60, 0.20, 0.22)),
        Outfit("shorts", (0.12, 0.11, 0.13), (0.30, 0.10, 0.10), "socks", (0.65, 0.65, 0.64)),
    ),
}
_LOOKS: dict[str, tuple[Colour, Colour, bool]] = {  # skin, hair, whether it is long
    "male": (LIGHT, BROWN_HAIR, False),
    "female": (ASIAN, BLACK_HAIR, True),
    "heavy_female": (BROWN, BLACK_HAIR, True),
    "elderly": (OLD, GREY_HAIR, False),
    "slim_female": (BROWN, BLACK_HAIR, False),
}


def outfit_of(body: str, number: int) -> Outfit:
    """Return outfit 0, 1 or 2 of one of the five bodies."""
    skin, hair, long_hair = _LOOKS[body]
    return replace(_OUTFITS[body][number], skin=skin, hair=hair, long_hair=long_hair)
