#!/usr/bin/env python3
"""Writes image.json: small pictures and what OpenCV makes of them (bytes in base64).

Run with a Python that has cv2 and numpy: python3 tests/golden/make-image-golden.py
"""
import base64
import json
import pathlib

import cv2
import numpy as np

rng = np.random.default_rng(2024)


def text(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def blur_case(width, height):
    image = rng.integers(0, 256, (height, width), dtype=np.uint8)
    return {
        "width": width, "height": height, "image": text(image),
        "blur3": text(cv2.GaussianBlur(image, (3, 3), 0)), "blur5": text(cv2.GaussianBlur(image, (5, 5), 0)),
    }


def resize_case(width, height, to_width, to_height):
    image = rng.integers(0, 256, (height, width), dtype=np.uint8)
    size = (to_width, to_height)
    return {
        "width": width, "height": height, "toWidth": to_width, "toHeight": to_height, "image": text(image),
        "linear": text(cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)),
        "nearest": text(cv2.resize(image, size, interpolation=cv2.INTER_NEAREST)),
        "linearFloat": text(cv2.resize((image / 255).astype(np.float32), size, interpolation=cv2.INTER_LINEAR)),
    }


rgb = rng.integers(0, 256, (31, 37, 3), dtype=np.uint8)
golden = {
    "opencv": cv2.__version__,
    "gray": {"width": 37, "height": 31, "rgb": text(rgb), "gray": text(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY))},
    "blur": [blur_case(*size) for size in [(40, 30), (5, 4), (2, 7), (1, 6), (6, 1), (1, 1), (3, 3)]],
    "resize": [resize_case(*sizes) for sizes in [
        (16, 16, 16, 16), (24, 16, 12, 8), (33, 17, 48, 40), (50, 40, 17, 23), (9, 9, 18, 18), (1, 1, 3, 5),
        (2, 3, 20, 20), (60, 5, 7, 30), (64, 64, 16, 16),
    ]],
}
target = pathlib.Path(__file__).with_name("image.json")
target.write_text(json.dumps(golden, indent=1) + "\n")
