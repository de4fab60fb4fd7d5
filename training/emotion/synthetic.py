"""Golden inputs that every language repeats exactly: whole numbers only, no faces.

Image k (0..63), pixels row by row with x and y in 0..47, one 32-bit state per image:

    state = k + 1 before the first pixel; for each pixel state = (1664525 * state + 1013904223) mod 2^32
    noise = state >> 24
    wave  = |((4 * (k % 7 + 1) * x + 6 * (floor(k / 7) + 1) * y) mod 510) - 255|
    pixel = ((k % 4) * noise + (4 - k % 4) * wave) >> 2

The generator is Knuth's and Lewis's quick and dirty one (Numerical Recipes, section 7.1).
"""
import numpy as np

SIDE, COUNT = 48, 64
FORMULA = (
    "image k in 0..63, row by row, x and y in 0..47; state starts at k + 1; for each pixel "
    "state = (1664525 * state + 1013904223) mod 2^32; noise = state >>> 24; "
    "wave = abs((4 * (k % 7 + 1) * x + 6 * (floor(k / 7) + 1) * y) % 510 - 255); "
    "pixel = ((k % 4) * noise + (4 - k % 4) * wave) >> 2"
)


def image(k):
    """uint8 [48, 48]."""
    pixels, state = np.zeros((SIDE, SIDE), np.uint8), k + 1
    for y in range(SIDE):
        for x in range(SIDE):
            state = (1664525 * state + 1013904223) % 2**32
            wave = abs((4 * (k % 7 + 1) * x + 6 * (k // 7 + 1) * y) % 510 - 255)
            pixels[y, x] = ((k % 4) * (state >> 24) + (4 - k % 4) * wave) >> 2
    return pixels


def images():
    """uint8 [64, 1, 48, 48]."""
    return np.stack([image(k) for k in range(COUNT)])[:, None]
