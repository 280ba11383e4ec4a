"""The gallery: a picture of each explorer as it begins, for whoever has not run a lesson yet."""

import base64
import io
import re
from pathlib import Path

import numpy as np


def draw_gallery(folder):
    """Draw an example of every explorer into a folder, one SVG each; a file that shows the same is left alone.

    Parameters
    ----------
    folder : path

    Returns
    -------
    paths : list of Path
    """
    from course_utils import explorers
    from course_utils.figures import write_whole

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in explorers.__all__:
        path, picture = folder / f"{name}.svg", getattr(explorers, name).example().svg + "\n"
        paths.append(path)
        if not path.exists() or shown(path.read_text(encoding="utf-8")) != shown(picture):
            write_whole(path, picture)
    return paths


def shown(svg):
    """What a picture shows, its images as pixels: how they were compressed differs from machine to machine."""
    return re.sub(r"data:image/png;base64,([A-Za-z0-9+/=]+)", lambda found: _pixels(found.group(1)), svg)


def _pixels(encoded):
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(encoded))) as picture:
        return f"{picture.mode} {np.asarray(picture).tolist()}"
