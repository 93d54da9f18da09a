#!/usr/bin/env python3
"""Golden gradients of every op, made with PyTorch in float64 and checked there against finite differences.

usage: make-gradient-golden.py [OUT_DIR]

Value k of input i of a case is sin(12.9898 k + 78.233 i) * 43758.5453, its fractional part, brought into the case's
range (`-1..1` unless it says otherwise); with `steps` it is rounded down to so many values, which makes ties. The loss
is the sum of the output times input 99's values in -1..1. tests/workers/autodiff/golden-gradients.test.ts makes the same numbers.
"""
import json, pathlib, sys
import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def noise(number, count):
    v = np.sin(12.9898 * np.arange(count, dtype=np.float64) + 78.233 * number) * 43758.5453
    return (v - np.floor(v)).astype(np.float32).astype(np.float64)


def draw(number, shape, low=-1.0, high=1.0, steps=0):
    v = noise(number, int(np.prod(shape)))
    if steps:
        v = np.floor(v * steps) / steps
    return torch.from_numpy((v * (high - low) + low).astype(np.float32).astype(np.float64)).reshape(shape)


def bn(x, gamma, beta):
    return F.batch_norm(x, None, None, gamma, beta, training=True, eps=1e-5)


def bn_relu(x, gamma, beta):
    return F.relu(bn(x, gamma, beta))


def stride2(x, w):
    return F.conv2d(x, w, stride=2, padding=w.shape[2] // 2)


def pool3(x):
    return F.max_pool2d(x, 3, stride=2, padding=1)


def bce(z):
    return F.binary_cross_entropy_with_logits(z, (draw(50, z.shape) > 0).double())


def dice(z):
    p, y = torch.sigmoid(z), (draw(50, z.shape) > 0).double()
    return (2 * (p * y).sum((2, 3)) / ((p + y).sum((2, 3)) + 1e-6)).mean()


def log_sum_exp(z):
    return torch.logsumexp(z, 1, keepdim=True)


def classes(z):
    n, c, height, width = z.shape
    return torch.from_numpy(np.floor(noise(50, n * height * width) * c).astype(np.int64)).reshape(n, height, width)


def one_hot(z):
    return F.one_hot(classes(z), z.shape[1]).permute(0, 3, 1, 2).double()


def class_dice(z):
    p, y = torch.softmax(z, 1)[:, 1:], one_hot(z)[:, 1:]
    return (2 * (p * y).sum((2, 3)) / ((p + y).sum((2, 3)) + 1e-6)).mean()


def class_focal(z):
    q = torch.softmax(z, 1).gather(1, classes(z)[:, None])
    return ((1 - q) ** 2 * -torch.log(q)).mean()


def class_tversky(z):
    p, y = torch.softmax(z, 1)[:, 1:], one_hot(z)[:, 1:]
    hit = (p * y).sum((2, 3))
    return (hit / (hit + 0.3 * (p.sum((2, 3)) - hit) + 0.7 * (y.sum((2, 3)) - hit) + 1e-6)).mean()


CASES = [
    ("Add", [[3, 1, 5], [2, 1]], torch.add, {}),
    ("Sub", [[5], [3, 1]], torch.sub, {}),
    ("Mul", [[1, 3], [7, 2, 1], []], lambda a, b, c: a * b * c, {}),
    ("Div", [[2, 3], [3]], torch.div, dict(low=0.5, high=2)),
    ("Neg", [[5]], torch.neg, {}),
    ("Relu", [[3, 5]], F.relu, {}),
    ("Relu at zero, ties", [[3, 5]], F.relu, dict(steps=2)),
    ("Sigmoid", [[7]], torch.sigmoid, dict(low=-6, high=6)),
    ("Exp", [[7]], torch.exp, dict(low=-3, high=3)),
    ("Softplus", [[7]], F.softplus, dict(low=-6, high=6)),
    ("Identity", [[3]], lambda x: x + 0, {}),
    ("Reshape", [[3, 5]], lambda x: x.reshape(5, 3), {}),
    ("Transpose", [[2, 3, 5]], lambda x: x.permute(2, 0, 1), {}),
    ("Concat", [[1, 3], [1, 2]], lambda a, b: torch.cat([a, b], 1), {}),
    ("MatMul", [[1, 3], [5, 3, 2]], torch.matmul, {}),
    ("ReduceSum", [[2, 3, 5]], lambda x: x.sum((0, 2), keepdim=True), {}),
    ("ReduceMean", [[1, 3, 5]], lambda x: x.mean(1, keepdim=True), {}),
    ("conv1x1", [[1, 3, 5, 7], [2, 3, 1, 1], [2]], F.conv2d, {}),
    ("conv3x3", [[1, 3, 5, 7], [2, 3, 3, 3]], lambda x, w: F.conv2d(x, w, padding=1), {}),
    ("conv3x3 of two", [[2, 1, 3, 5], [2, 2, 3, 5], [2, 3, 3, 3]], lambda a, b, w: F.conv2d(torch.cat([a, b], 1), w, padding=1), {}),
    ("batchNormRelu", [[1, 2, 3, 5], [2], [2]], bn_relu, dict(low=-8, high=8)),
    ("batchNormRelu of a batch", [[3, 2, 3, 3], [2], [2]], bn_relu, dict(low=-8, high=8)),
    ("batchNorm", [[1, 2, 3, 5], [2], [2]], bn, dict(low=-8, high=8)),
    ("convStride2", [[1, 3, 6, 9], [2, 3, 3, 3]], stride2, {}),
    ("convStride2 of 7x7", [[2, 3, 6, 9], [2, 3, 7, 7]], stride2, {}),
    ("convStride2 of 1x1", [[2, 3, 6, 9], [2, 3, 1, 1]], stride2, {}),
    ("convStride2 of odd sides", [[1, 2, 5, 7], [3, 2, 3, 3]], stride2, {}),
    ("maxPool3x3", [[1, 2, 5, 8]], pool3, {}),
    ("maxPool3x3 with ties", [[2, 1, 6, 9]], pool3, dict(steps=3)),
    ("logSumExp", [[1, 3, 5, 7]], log_sum_exp, dict(low=-6, high=6)),
    ("logSumExp of a batch", [[2, 2, 3, 5]], log_sum_exp, dict(low=-80, high=80)),
    ("logSoftmax", [[1, 4, 3, 5]], lambda x: F.log_softmax(x, 1), dict(low=-6, high=6)),
    ("softmax", [[3, 3, 5, 3]], lambda x: torch.softmax(x, 1), dict(low=-6, high=6)),
    ("maxPool", [[1, 2, 6, 10]], lambda x: F.max_pool2d(x, 2), {}),
    ("maxPool with ties", [[2, 1, 6, 10]], lambda x: F.max_pool2d(x, 2), dict(steps=3)),
    ("upConv", [[1, 3, 5, 3], [3, 2, 2, 2], [2]], lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2), {}),
    ("binaryCrossEntropy", [[1, 1, 3, 5]], bce, dict(low=-4, high=4)),
    ("softDice", [[3, 1, 3, 5]], dice, dict(low=-4, high=4)),
    ("classCrossEntropy", [[1, 3, 3, 5]], lambda z: F.cross_entropy(z, classes(z)), dict(low=-4, high=4)),
    ("classDice", [[3, 4, 3, 5]], class_dice, dict(low=-4, high=4)),
    ("classDice of one class", [[1, 2, 5, 7]], class_dice, dict(low=-4, high=4)),
    ("classFocalLoss", [[2, 3, 3, 5]], class_focal, dict(low=-4, high=4)),
    ("classTverskyIndex", [[1, 3, 5, 7]], class_tversky, dict(low=-4, high=4)),
]

golden = {}
for name, shapes, build, range_ in CASES:
    inputs = [draw(i, shape, **range_).requires_grad_() for i, shape in enumerate(shapes)]
    if "ties" not in name:
        assert torch.autograd.gradcheck(build, inputs, eps=1e-7, atol=1e-5, rtol=1e-4), name
    output = build(*inputs)
    loss = (output * draw(99, output.shape)).sum()
    loss.backward()
    golden[name] = dict(loss=float("%.9g" % loss.item()),
                        gradients=[[float("%.8g" % v) for v in x.grad.flatten().tolist()] for x in inputs])
folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
(folder / "gradients.json").write_text(json.dumps(golden) + "\n")
