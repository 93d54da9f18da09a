"""Trains several runs in one process, for importing torch takes longer than each: in-turn.py STUDIO_TRAIN_PY SET RUN [SET RUN …]"""
import importlib.util
import sys
from pathlib import Path

spec = importlib.util.spec_from_file_location("studio_train", sys.argv[1])
studio = importlib.util.module_from_spec(spec)
spec.loader.exec_module(studio)
tasks = list(zip(sys.argv[2::2], sys.argv[3::2]))
for folder, run in tasks:
    sys.argv = [sys.argv[0], folder, run, "--events", str(Path(run) / "events.jsonl"), "--device", "cpu"]
    studio.main()
