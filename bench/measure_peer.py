"""An independent measuring of cracks on scikit-image, the peer of `npm run bench -- measure`: reads tasks from standard input, one JSON
object a line ({mask, min_area}), and writes a line of {seconds, cracks: [{x, y, length, width, area}]} for each.
Length: the skeleton's longest shortest way, smoothed, with half a width at each end that the skeleton ends before. Width: orthogonal
profiles of the mask along it. Reading the file is not timed."""
import json
import sys
import time

import numpy as np
from scipy import ndimage, sparse
from scipy.sparse.csgraph import dijkstra
from skimage import io, measure, morphology

STEP = 0.1


def smooth(line, reach):
    """Moving means, shorter towards the ends, which stay."""
    sums = np.vstack([[0, 0], np.cumsum(line, axis=0)])
    at = np.arange(len(line))
    r = np.minimum(np.minimum(at, at[::-1]), reach)
    return (sums[at + r + 1] - sums[at - r]) / (2 * r + 1)[:, None]


def longest_way(skeleton):
    """The pixels (row, column) from the farthest end to the one that is farthest from it."""
    places = np.argwhere(skeleton)
    index = np.full(skeleton.shape, -1)
    index[tuple(places.T)] = np.arange(len(places))
    rows, columns, lengths = [], [], []
    padded = np.pad(index, 1, constant_values=-1)
    for dy, dx in ((0, 1), (1, -1), (1, 0), (1, 1)):
        other = padded[places[:, 0] + 1 + dy, places[:, 1] + 1 + dx]
        met = other >= 0
        rows.append(np.flatnonzero(met))
        columns.append(other[met])
        lengths.append(np.full(met.sum(), np.hypot(dy, dx)))
    graph = sparse.coo_matrix((np.concatenate(lengths), (np.concatenate(rows), np.concatenate(columns))), [len(places)] * 2)
    graph = graph.tocsr()
    first = dijkstra(graph, directed=False, indices=0)
    start = int(np.argmax(np.where(np.isfinite(first), first, -1)))
    distance, before = dijkstra(graph, directed=False, indices=start, return_predecessors=True)
    way = [int(np.argmax(np.where(np.isfinite(distance), distance, -1)))]
    while before[way[-1]] >= 0:
        way.append(int(before[way[-1]]))
    return places[way].astype(float)


def normals_of(line, reach=5):
    at = np.arange(len(line))
    along = line[np.minimum(at + reach, len(line) - 1)] - line[np.maximum(at - reach, 0)]
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    return along[:, ::-1] * [-1, 1], along


def reach_to(mask, line, across, farthest):
    """How far the interpolated mask stays at one half or more, along a vector at each place of a line."""
    t = np.arange(0, farthest, STEP)
    places = line[:, :, None] + across[:, :, None] * t
    values = ndimage.map_coordinates(mask, [places[:, 0], places[:, 1]], order=1)
    return np.argmax(values < 0.5, axis=1) * STEP


def measured(crop):
    """Length and mean width, px, of the one crack in a picture that has an empty rim."""
    mask = crop.astype(np.float32)
    farthest = 2 * ndimage.distance_transform_edt(crop).max() + 3
    line = smooth(longest_way(morphology.skeletonize(crop)), 3)
    across, along = normals_of(line)
    width = reach_to(mask, line, across, farthest) + reach_to(mask, line, -across, farthest)
    cut = min(int(np.median(width)) + 1, (len(line) - 1) // 3)
    inner = line[cut : len(line) - cut]
    length = np.linalg.norm(np.diff(inner, axis=0), axis=1).sum()
    for end, way in ((inner[:1], -along[cut : cut + 1]), (inner[-1:], along[len(line) - 1 - cut : len(line) - cut])):
        length += reach_to(mask, end, way, cut + farthest)[0]
    return float(length), float(np.mean(width[cut : len(line) - cut]))


for task in map(json.loads, sys.stdin):
    image = io.imread(task["mask"])
    image = image if image.ndim == 2 else image[..., :3].max(axis=2)
    started = time.process_time()
    cracks = []
    for region in measure.regionprops(measure.label(image > 0, connectivity=2)):
        if region.area < task["min_area"]:
            continue
        length, width = measured(np.pad(region.image, 2))
        y, x = region.coords[0]
        cracks.append({"x": int(x), "y": int(y), "length": length, "width": width, "area": int(region.area)})
    print(json.dumps({"seconds": time.process_time() - started, "cracks": cracks}), flush=True)
