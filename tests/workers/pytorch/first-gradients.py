"""Writes the gradients of a run's first step, as all processes agree on them: first-gradients.py STUDIO_TRAIN_PY SET RUN OUT.npz [--processes N]"""
import importlib.util
import sys

import numpy as np

spec = importlib.util.spec_from_file_location("studio_train", sys.argv[1])
studio = importlib.util.module_from_spec(spec)
spec.loader.exec_module(studio)

if "--processes" in sys.argv:
    studio.__file__ = __file__
    studio.start_torchrun(sys.argv.pop(), sys.argv[1:-1])
    sys.exit()
device = studio.choose_device("cpu")
studio.start_processes(device)
training = studio.Training(sys.argv[2], sys.argv[3], device, studio.Teller(None, 0))
position, _ = training.begin()
plan = studio.plan_epoch(training.data, training.config, studio.Random(position["random"]))
micros = next(studio.batches(training.data, plan[-1:], training.config["batch"], 0, device))
training.trainer.gradients(micros)
if studio.rank() == 0:
    np.savez(sys.argv[4], **{name: p.grad.numpy() for name, p in training.trainer.net.named_parameters()})
