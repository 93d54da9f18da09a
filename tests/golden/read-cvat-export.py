"""Reads a CVAT "Segmentation mask 1.1" as CVAT's importer (Datumaro) does, as strictly, and prints what it would import.

usage: read-cvat-export.py FOLDER
{image: [[class, pixels], ...]}: one for each instance; ends with an error where the importer would.
"""
import glob
import json
import os
import sys

import numpy as np
from PIL import Image

root = sys.argv[1]


def palette(index):
    colour = [0, 0, 0]
    for bit in range(7, -1, -1):
        for channel in range(3):
            colour[channel] |= ((index >> channel) & 1) << bit
        index >>= 3
    return tuple(colour)


def indices(path, index_of):
    image = Image.open(path)
    assert image.mode == 'RGB', image.mode
    pixels = np.asarray(image)
    found = np.zeros(pixels.shape[:2], int)
    for colour in np.unique(pixels.reshape(-1, 3), axis=0):
        if tuple(colour) not in index_of:
            raise SystemExit(f'Undeclared color {tuple(colour)} in {path}')
        found[(pixels == colour).all(axis=2)] = index_of[tuple(colour)]
    return found


classes = {}
with open(os.path.join(root, 'labelmap.txt'), encoding='utf-8') as file:
    for line in file:
        line = line.strip()
        if not line or line[0] == '#':
            continue
        name, colour, parts, actions = line.split(':')
        assert name not in classes, f'{name} is already defined'
        classes[name] = tuple(map(int, colour.split(',')))
names = list(classes)
assert names == sorted(names)
class_of = {colour: k for k, colour in enumerate(classes.values())}
assert len(class_of) == len(classes)
instance_of = {palette(k): k for k in range(256)}

imported = {}
lists = [path for path in glob.glob(os.path.join(root, 'ImageSets/Segmentation/*.txt')) if '_' not in os.path.basename(path)]
assert lists
for path in lists:
    with open(path, encoding='utf-8') as file:
        ids = [line.strip() for line in file if line.strip() and line.strip()[0] != '#']
    for image in ids:
        of_class, of_instance = (os.path.join(root, folder, image + '.png') for folder in ('SegmentationClass', 'SegmentationObject'))
        imported[image] = []
        if not os.path.isfile(of_instance):
            continue
        class_mask, instance_mask = indices(of_class, class_of), indices(of_instance, instance_of)
        for instance in range(1, 256):
            # The importer keeps one class of an instance.
            found = np.unique(class_mask[instance_mask == instance])
            if len(found):
                imported[image].append([names[found[-1]], int((instance_mask == instance).sum())])
print(json.dumps(imported))
