"""Class masks of the labelme files of a folder, as labelme makes them (shapes_to_label of its 7.1), as JSON on stdout."""
import base64
import io
import json
import math
import pathlib
import sys

import PIL
from PIL import Image, ImageDraw


def shape_mask(size, shape):
    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    points = [tuple(point) for point in shape["points"]]
    kind = shape.get("shape_type") or "polygon"
    if kind == "mask":
        (x1, y1), (x2, y2) = points
        patch = Image.open(io.BytesIO(base64.b64decode(shape["mask"])))
        assert patch.mode == "L" and patch.size == (x2 - x1 + 1, y2 - y1 + 1)
        mask.paste(patch, (x1, y1))
    elif kind == "circle":
        (cx, cy), (px, py) = points
        d = math.sqrt((cx - px) ** 2 + (cy - py) ** 2)
        draw.ellipse([cx - d, cy - d, cx + d, cy + d], outline=1, fill=1)
    elif kind == "rectangle":
        (x0, y0), (x1, y1) = points
        draw.rectangle([min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)], outline=1, fill=1)
    elif kind in ("line", "linestrip"):
        draw.line(xy=points, fill=1, width=10, joint="curve" if kind == "linestrip" else None)
    else:
        assert len(points) > 2
        draw.polygon(xy=points, outline=1, fill=1)
    return mask.point(lambda value: 255 if value else 0)


def class_mask(file, names):
    content = json.loads(file.read_text(encoding="utf-8"))
    size = (content["imageWidth"], content["imageHeight"])
    result = Image.new("L", size)
    for shape in content["shapes"]:
        mask = shape_mask(size, shape)
        result.paste(names.index(shape["label"]) + 1, (0, 0), mask)
    return base64.b64encode(result.tobytes()).decode()


folder, *names = sys.argv[1:]
masks = {file.stem: class_mask(file, names) for file in sorted(pathlib.Path(folder).glob("*.json"))}
print(json.dumps({"pillow": PIL.__version__, "masks": masks}))
