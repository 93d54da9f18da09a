"""Masks of the YOLO label files under a folder at the size given, as Ultralytics draws outlines (polygon2mask), as JSON on stdout."""
import base64
import json
import pathlib
import sys

import cv2
import numpy as np

folder, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
masks = {}
for file in sorted(pathlib.Path(folder).glob("**/*.txt")):
    mask = np.zeros((height, width), dtype=np.uint8)
    rows = [line.split() for line in file.read_text().splitlines() if line.strip()]
    segments = [np.array(row[1:], dtype=np.float32).reshape(-1, 2) for row in rows]
    for row, segment in zip(rows, segments):
        assert len(row) > 6 and segment.max() <= 1 and segment.min() >= 0
        polygon = np.asarray([segment * np.float32([width, height])], dtype=np.int32)
        cv2.fillPoly(mask, polygon, color=int(row[0]) + 1)
    masks[file.stem] = base64.b64encode(mask.tobytes()).decode()
print(json.dumps(masks))
