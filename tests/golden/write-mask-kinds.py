"""Writes one 12x9 mask in every way that Pillow knows, into FOLDER/masks.

usage: write-mask-kinds.py FOLDER; prints the rows of the mask, `#` for crack.
"""
import os
import sys

import numpy as np
from PIL import Image

folder = os.path.join(sys.argv[1], 'masks')
os.makedirs(folder)
mask = np.zeros((9, 12), np.uint8)
mask[2, 1:11] = 1
mask[3:8, 5] = 1


def save(name, pixels, mode=None, **options):
    image = Image.fromarray(pixels) if mode is None else Image.fromarray(pixels).convert(mode)
    image.save(os.path.join(folder, name), **options)


def palette(colours):
    image = Image.fromarray(mask, 'P')
    image.putpalette(sum(colours, []))
    return image


white = mask * 255
for extension in ('png', 'bmp', 'tif'):
    save(f'gray-{extension}.{extension}', white)
    save(f'bilevel-{extension}.{extension}', white, '1')
    save(f'rgb-{extension}.{extension}', np.stack([mask * 200, mask * 30, mask * 10], axis=2))
    palette([[0, 0, 0], [200, 30, 10]]).save(os.path.join(folder, f'palette-{extension}.{extension}'))
save('index.png', mask)
save('deep.png', mask.astype(np.uint16) * 65535)
save('deep-index.tif', mask.astype(np.uint16))
save('alpha.png', np.stack([white * 0, white * 0, white * 0, white], axis=2))
save('gray-alpha.png', np.stack([white * 0 + 7, white], axis=2))
for bits in (1, 2, 4, 8):
    palette([[0, 0, 0], [200, 30, 10]]).save(os.path.join(folder, f'palette-of-{bits}.png'), bits=bits)
palette([[9, 9, 9], [200, 30, 10]]).save(os.path.join(folder, 'palette-transparent.png'), transparency=0)
save('compressed.tif', white, compression='tiff_deflate')
save('bmp-with-alpha.bmp', np.stack([white, white, white, white * 0 + 255], axis=2))
save('lossless.webp', np.stack([white] * 3, axis=2), lossless=True)
for row in mask:
    print(''.join('.#'[value] for value in row))
