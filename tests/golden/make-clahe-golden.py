"""Writes clahe.json: small pictures and what cv2.createCLAHE makes of them. Run with python3 and OpenCV."""

import base64
import json
from pathlib import Path

import cv2
import numpy as np

random = np.random.default_rng(5)


def case(width: int, height: int, clip: float) -> dict:
    y, x = np.mgrid[0:height, 0:width]
    shade = 90 + 50 * np.sin(x / 9) + 30 * np.cos(y / 7) + random.normal(0, 6, (height, width))
    image = np.clip(shade, 0, 255).astype(np.uint8)
    equalised = cv2.createCLAHE(clipLimit=clip, tileGridSize=(8, 8)).apply(image)
    text = lambda array: base64.b64encode(array.tobytes()).decode()
    return {"width": width, "height": height, "clip": clip, "image": text(image), "equalised": text(equalised)}


cases = [case(64, 48, 2.0), case(67, 45, 2.0), case(64, 45, 4.0), case(33, 80, 40.0)]
Path(__file__).with_name("clahe.json").write_text(json.dumps(cases) + "\n")
