"""The gallery: a picture of each explorer as it begins, for whoever has not run a lesson yet."""

import base64
import io
import re
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from course_utils.files import write_text


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

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in explorers.__all__:
        example = getattr(explorers, name).example()
        path, picture = folder / f"{name}.svg", example.canvas.svg(example.words) + "\n"
        paths.append(path)
        if not shows(path, picture):
            write_text(path, picture)
    return paths


def shows(path, picture):
    """Whether a file shows a picture; one that is not there or is damaged does not."""
    try:
        return shown(path.read_text(encoding="utf-8")) == shown(picture)
    except (FileNotFoundError, UnidentifiedImageError, ValueError):  # ValueError: no UTF-8, no base64
        return False


def shown(svg):
    """What a picture shows, its images as pixels: how they were compressed differs from machine to machine."""
    return re.sub(r"data:image/png;base64,([A-Za-z0-9+/=]+)", lambda found: _pixels(found.group(1)), svg)


def _pixels(encoded):
    with Image.open(io.BytesIO(base64.b64decode(encoded))) as picture:
        return f"{picture.mode} {np.asarray(picture).tolist()}"
