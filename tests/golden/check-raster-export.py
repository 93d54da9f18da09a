"""Reads a raster export as its users do, with Pillow and OpenCV, and prints what is in it as JSON.

usage: check-raster-export.py FOLDER
{path: {mode, size: [w, h], pixels: {colour or value: count}, opencv: [dtype, channels, non-zero pixels], palette}}
"""
import json
import os
import sys

import cv2
import numpy as np
from PIL import Image

report = {}
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        path = os.path.join(folder, name)
        key = os.path.relpath(path, sys.argv[1]).replace(os.sep, '/')
        if not name.endswith('.png') or key.startswith(('images/', 'JPEGImages/')):
            continue
        image = Image.open(path)
        image.load()
        pixels = np.asarray(image)
        values, counts = np.unique(pixels.reshape(image.width * image.height, -1), axis=0, return_counts=True)
        # imdecode, for imread cannot open every name on every system.
        seen = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)
        report[key] = {
            'mode': image.mode,
            'size': image.size,
            'pixels': {','.join(map(str, np.atleast_1d(v).tolist())): int(c) for v, c in zip(values, counts)},
            'opencv': [str(seen.dtype), 1 if seen.ndim == 2 else seen.shape[2], int(np.count_nonzero(seen if seen.ndim == 2 else seen.any(axis=2)))],
            'palette': image.getpalette()[:12] if image.mode == 'P' else None,
        }
print(json.dumps(report))
