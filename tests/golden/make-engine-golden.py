#!/usr/bin/env python3
"""Golden numbers for the engine, made with the reference network in PyTorch.

usage: make-engine-golden.py TORCH_BASELINE_PY [OUT_DIR] [--base B --size S --batch N --steps K]

Weights and batches come from a generator that the tests repeat (see tests/workers/nn/golden.ts): value k of a tensor
is sin(12.9898 k + 78.233 t) * 43758.5453, its fractional part, with t the tensor's number; so no weights are stored. Biases of convolutions are 0.05. `along` is a
gradient times such noise in -1..1 of number 2000 + t: a value in the wrong place changes it.
"""
import argparse, importlib.util, json, pathlib
import numpy as np
import torch


def noise(number, count):
    k = np.arange(count, dtype=np.float64)
    v = np.sin(12.9898 * k + 78.233 * number) * 43758.5453
    return (v - np.floor(v)).astype(np.float32)


def build(module, base):
    net = module.UNet(base)
    with torch.no_grad():
        for t, (name, p) in enumerate(net.named_parameters()):
            if p.dim() == 4:
                bound = (p.numel() / p.shape[0]) ** -0.5
                p.copy_(torch.from_numpy((noise(t, p.numel()) * 2 - 1) * np.float32(bound)).view(p.shape))
            elif name.startswith(("up", "out")):
                p.fill_(0.05)
    return net


def batch(number, n, size):
    count = n * size * size
    x = noise(1000 + number, count).reshape(n, 1, size, size)
    y = (x > 0.9).astype(np.float32)
    y[:, :, size // 4 : size // 2, size // 4 : size // 2] = 1
    return torch.from_numpy(x), torch.from_numpy(y)


ap = argparse.ArgumentParser(description=__doc__)
ap.add_argument("baseline")
ap.add_argument("out", nargs="?", default=str(pathlib.Path(__file__).parent))
for flag, value in (("base", 2), ("size", 32), ("batch", 2), ("steps", 20)):
    ap.add_argument(f"--{flag}", type=int, default=value)
args = ap.parse_args()
spec = importlib.util.spec_from_file_location("baseline", args.baseline)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
torch.manual_seed(0)
net = build(module, args.base)
x, y = batch(0, args.batch, args.size)
logits = net(x)
loss = module.loss_fn(logits, y)
loss.backward()
first = dict(
    loss=loss.item(),
    logits=[round(v, 6) for v in logits.detach().flatten()[:64].tolist()],
    gradients={name: dict(sum=p.grad.double().sum().item(), norm=p.grad.double().norm().item(),
                          first=p.grad.flatten()[0].item(),
                          along=(p.grad.double().flatten() @ torch.from_numpy(noise(2000 + t, p.numel()) * 2 - 1).double()).item())
               for t, (name, p) in enumerate(net.named_parameters())},
)

net = build(module, args.base)
optimiser = torch.optim.Adam(net.parameters(), lr=1e-3)
losses = []
for step in range(args.steps):
    x, y = batch(step, args.batch, args.size)
    optimiser.zero_grad()
    loss = module.loss_fn(net(x), y)
    loss.backward()
    optimiser.step()
    losses.append(loss.item())
net.eval()
x, y = batch(0, args.batch, args.size)
with torch.no_grad():
    logits = net(x)
final = dict(loss=module.loss_fn(logits, y).item(), logits=[round(v, 6) for v in logits.flatten()[:64].tolist()],
             running={name: [round(v, 6) for v in value.tolist()] for name, value in net.state_dict().items()
                      if name in ('enc1.1.running_mean', 'bottleneck.1.running_mean', 'bottleneck.1.running_var')})
settings = dict(base=args.base, size=args.size, batch=args.batch)
path = pathlib.Path(args.out) / f"engine-base{args.base}.json"
path.write_text(json.dumps(dict(torch=torch.__version__, settings=settings, first=first, losses=losses, final=final)) + "\n")
