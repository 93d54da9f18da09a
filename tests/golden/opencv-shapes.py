"""For each mask on standard input, a JSON object a line ({width, height, mask: base64}), what OpenCV makes of it: outer contours, areas,
smallest rectangles, whole corners; black-hats and closings of it as a picture."""

import base64
import json
import sys

import cv2
import numpy as np


def shapes(mask):
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        rect = cv2.minAreaRect(contour)
        corners = cv2.boxPoints(rect).astype(int).tolist()
        yield {
            "contour": contour.reshape(-1, 2).tolist(),
            "area": cv2.contourArea(contour),
            "sides": list(rect[1]),
            "corners": corners,
        }


def square(side):
    return cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))


for line in sys.stdin:
    task = json.loads(line)
    mask = np.frombuffer(base64.b64decode(task["mask"]), np.uint8).reshape(task["height"], task["width"])
    text = lambda array: base64.b64encode(array.tobytes()).decode()
    print(
        json.dumps(
            {
                "shapes": list(shapes(mask)),
                "closed": {k: text(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, square(k))) for k in (3, 5)},
                "hats": {k: text(cv2.morphologyEx(mask, cv2.MORPH_BLACKHAT, square(k))) for k in (7, 15, 25)},
            }
        )
    )
