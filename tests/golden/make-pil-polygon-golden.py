#!/usr/bin/env python3
"""Writes pil-polygon.json: random polygons (thin, degenerate, closed, fractional, out of the picture) as PIL draws them.

Run with a Python that has Pillow 11.2 or later, which draws sharp corners otherwise than earlier ones:
python3 tests/golden/make-pil-polygon-golden.py
"""
import base64
import json
import pathlib
import random

import PIL
from PIL import Image, ImageDraw

random.seed(2026)


def packed(mask):
    bits = "".join("1" if value else "0" for value in mask.tobytes())
    return base64.b64encode(bytes(int(bits[i : i + 8].ljust(8, "0"), 2) for i in range(0, len(bits), 8))).decode()


def case(limit, whole):
    width, height = random.randint(2, limit), random.randint(2, limit)
    at = (lambda end: random.randint(-4, end + 4)) if whole else (lambda end: round(random.uniform(-4, end + 4), 3))
    points = [(at(width), at(height)) for _ in range(random.choice([3, 3, 4, 5, 8, 13]))]
    if random.random() < 0.15:
        points.append(points[0])
    if random.random() < 0.15:
        points[1] = points[0]
    if random.random() < 0.1:
        points = [(x, points[0][1]) for x, _ in points]
    mask = Image.new("L", (width, height))
    ImageDraw.Draw(mask).polygon(points, outline=1, fill=1)
    return {"width": width, "height": height, "points": points, "mask": packed(mask)}


cases = [case(limit, whole) for limit in [6, 12, 30, 60] for whole in [True, False] for _ in range(40)]
lines = ",\n".join(json.dumps(entry) for entry in cases)
target = pathlib.Path(__file__).with_name("pil-polygon.json")
target.write_text('{"pillow": "%s", "cases": [\n%s\n]}\n' % (PIL.__version__, lines))
