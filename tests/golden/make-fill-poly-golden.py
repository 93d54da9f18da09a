#!/usr/bin/env python3
"""Writes fill-poly.json: random polygons (thin, degenerate and self-intersecting ones too) and cv2.fillPoly's masks.

Run with a Python that has cv2 and numpy: python3 tests/golden/make-fill-poly-golden.py
"""
import base64
import json
import pathlib

import cv2
import numpy as np

rng = np.random.default_rng(2024)


def case(limit):
    width, height = (int(v) for v in rng.integers(2, limit + 1, 2))
    count = int(rng.integers(3, 9))
    vertices = np.stack([rng.integers(0, width, count), rng.integers(0, height, count)], 1).astype(np.int32)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [vertices], 255)
    packed = base64.b64encode(np.packbits(mask > 0).tobytes()).decode()
    return {"width": width, "height": height, "vertices": vertices.tolist(), "mask": packed}


golden = {"opencv": cv2.__version__, "cases": [case(limit) for limit in [6, 12, 30, 60, 150] for _ in range(60)]}
lines = ",\n".join(json.dumps(entry) for entry in golden["cases"])
target = pathlib.Path(__file__).with_name("fill-poly.json")
target.write_text('{"opencv": "%s", "cases": [\n%s\n]}\n' % (golden["opencv"], lines))
