"""OpenCV's intelligent scissors as a peer of the crack wire: reads tasks from standard input, one JSON object a line
({image, clicks: [[x, y], ...]}), and writes the path of each as a line of [[x, y], ...]. CVAT's settings with --cvat."""
import json
import sys

import cv2
import numpy as np

for line in sys.stdin:
    task = json.loads(line)
    image = cv2.imread(task["image"], cv2.IMREAD_GRAYSCALE)
    tool = cv2.segmentation.IntelligentScissorsMB()
    if "--cvat" in sys.argv:
        tool.setEdgeFeatureCannyParameters(32, 100)
        tool.setGradientMagnitudeMaxLimit(200)
    tool.applyImage(image)
    path = []
    for start, end in zip(task["clicks"], task["clicks"][1:]):
        tool.buildMap(start)
        path += np.asarray(tool.getContour(end)).reshape(-1, 2).tolist()
    print(json.dumps(path), flush=True)
