"""ConfusionExplorer: counts, rates and probabilities against NumPy, the right images, bad input."""

import numpy as np
import pytest

from course_utils.explorers.confusion.confusion_explorer import ConfusionExplorer, _example_data
from course_utils.explorers.shared.base import Explorer
from course_utils.explorers.shared.hand import changed
from tests.support.canvas_words import words_of

LABELS = np.array([0, 0, 0, 1, 1, 2])
PROBABILITIES = np.array(
    [[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.05, 0.9, 0.05], [0.1, 0.8, 0.1], [0.55, 0.4, 0.05], [0.2, 0.75, 0.05]]
)
IMAGES = np.arange(6 * 28 * 28, dtype=np.uint8).reshape(6, 28, 28)
NAMES = ("cat", "dog", "owl")


def small(**state):
    return ConfusionExplorer(LABELS, PROBABILITIES, IMAGES, NAMES, **state)


def texts(explorer):
    return [shape[2] for shape in explorer.canvas.shapes if shape[0] == "text"]


def test_every_cell_of_a_small_table():
    answers = PROBABILITIES.argmax(axis=1)
    for label, answer in np.ndindex(3, 3):
        explorer = small(label=label, answer=answer)
        chosen = np.flatnonzero((label == LABELS) & (answers == answer))
        assert explorer.places.tolist() == chosen.tolist()
        assert explorer.counts[label, answer] == len(chosen)
        assert explorer.recall == pytest.approx(np.mean(answers[label == LABELS] == label))
        if np.any(answers == answer):
            assert explorer.precision == pytest.approx(np.mean(LABELS[answers == answer] == answer))
        else:
            assert np.isnan(explorer.precision)
        assert [text for text in texts(explorer) if len(text) == 5 and text.startswith("0.")] == [
            f"{PROBABILITIES[place].max():.3f}" for place in chosen
        ]
        for count in explorer.counts[explorer.counts > 0]:
            assert f">{count}<" in explorer.svg


def test_sentences():
    assert small().words == (
        "Accuracy 0.333. Labelled cat: 3; of these answered dog: 2. Recall of cat: 0.333; precision of dog: 0.250. "
        "Shown: images 1 to 2 of these 2."
    )
    assert small(mistakes=True).words.endswith("Shown: mistakes 1 to 4 of 4, the surest first.")
    assert small(label=2, answer=2, page=9).words == (
        "Accuracy 0.333. Labelled owl: 1; of these answered owl: 0. Recall of owl: 0.000; "
        "precision of owl: it was never answered. There is none to show."
    )


def test_the_commonest_mistake_is_where_it_begins_unless_told_otherwise():
    assert (small().label, small().answer) == (0, 1)
    assert (small(answer=2).label, small(answer=2).answer) == (0, 2)


def test_mistakes_come_with_the_surest_first():
    explorer = small(mistakes=True)
    assert explorer.places.tolist() == [2, 5, 1, 4]
    assert [text for text in texts(explorer) if "not" in text] == ["1, not 0", "1, not 2", "1, not 0", "0, not 1"]
    right = ConfusionExplorer(LABELS, np.eye(3)[LABELS], IMAGES, mistakes=True)
    assert "There is no mistake to show." in right.words


def test_the_images_of_the_page_stand_in_the_picture():
    labels, probabilities, images = _example_data()
    explorer = ConfusionExplorer(labels, probabilities, images, mistakes=True, page=2)
    shown = [shape for shape in explorer.canvas.shapes if shape[0] == "image"]
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    surest = wrong[np.argsort(-probabilities.max(axis=1)[wrong], kind="stable")][12:24]
    assert len(shown) == 12
    for number, (place, (_, box, pixels)) in enumerate(zip(surest, shown, strict=True)):
        assert np.array_equal(pixels, images[place])
        assert box == (484 + 64 * (number % 4), 40 + 100 * (number // 4), 56, 56)


def test_a_page_beyond_the_last_is_the_last():
    explorer = ConfusionExplorer.example(mistakes=True, page=500)
    assert explorer.page_places.tolist() == explorer.places[12 * ((len(explorer.places) - 1) // 12) :].tolist()
    assert "(the last page)" in explorer.words


def test_images_in_0_to_1_and_with_a_channel_look_the_same():
    scaled = ConfusionExplorer(LABELS, PROBABILITIES, IMAGES[..., np.newaxis] / 255, NAMES)
    assert np.abs(scaled.images.astype(int) - IMAGES).max() <= 1
    assert scaled.words == small().words


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"labels": LABELS[:4]},
            "labels has the shape 4, which is not allowed: give the 6 numbers of the right classes",
        ),
        ({"labels": LABELS + 1}, "labels goes from 1 to 3: give the 6 numbers of the right classes, 0 to 2."),
        ({"labels": LABELS - 1}, "labels goes from −1 to 1: give the 6 numbers of the right classes, 0 to 2."),
        ({"labels": LABELS + 0.5}, "labels holds numbers that are not whole: give the 6 numbers"),
        ({"labels": "cats"}, "labels is text, 'cats', and not numbers: give the 6 numbers"),
        ({"labels": []}, "labels is empty"),
        ({"probabilities": PROBABILITIES * np.nan}, "probabilities holds NaN or infinity, in 18 of 18 places: give an"),
        (
            {"probabilities": 9 * PROBABILITIES - 2},
            "the rows sum to 3 … 3 and the least value is −1.55; give probabilities, 0 to 1 and together 1: "
            "apply softmax to logits, once.",
        ),
        ({"probabilities": PROBABILITIES[:, 0]}, "probabilities has the shape 6, which is not allowed: give an array"),
        ({"probabilities": np.ones((6, 11)) / 11}, "probabilities has the shape 6 × 11, which is not allowed"),
        ({"probabilities": object()}, "probabilities is of type object, and not an array of numbers"),
        ({"images": IMAGES[:, :20]}, "images has the shape 6 × 20 × 28, which is not allowed: give 6 images"),
        ({"images": IMAGES * np.nan}, "images holds NaN or infinity"),
        (
            {"images": IMAGES - 900.0},
            "images goes from −900 to −645: give 6 images, (images, 28, 28), in 0 … 1 or 0 … 255.",
        ),
        ({"names": ("a", "b")}, "names \"('a', 'b')\" is not allowed: give 3 texts of 1 to 14 characters."),
        ({"names": "owl"}, "names 'owl' is not allowed"),
        ({"label": 3}, "label 3 is not allowed: a whole number from 0 to 2."),
        ({"answer": -1}, "answer -1 is not allowed: a whole number from 0 to 9."),
    ],
)
def test_bad_input_gets_a_sentence(change, message):
    given = {"labels": LABELS, "probabilities": PROBABILITIES, "images": IMAGES, "names": NAMES, **change}
    with pytest.raises(ValueError) as error:
        ConfusionExplorer(**given)
    assert message in str(error.value)


def test_more_than_400_mb_are_refused_before_they_are_copied():
    count = 600_000
    labels, probabilities = np.zeros(count, int), np.tile(np.float32([1, 0]), (count, 1))
    images = np.broadcast_to(np.uint8(0), (count, 28, 28))  # 470 MB, of which one byte is there
    with pytest.raises(ValueError, match=r"images needs more than 400 MB: give 600,000 images"):
        ConfusionExplorer(labels, probabilities, images)


def test_the_images_are_those_that_were_given():
    for given in (IMAGES, IMAGES / np.float32(255), IMAGES / 255, IMAGES.astype(float)):
        np.testing.assert_array_equal(ConfusionExplorer(LABELS, PROBABILITIES, given, NAMES).images, IMAGES)
    nearly_white = ConfusionExplorer(LABELS, PROBABILITIES, np.full((6, 28, 28), 0.999), NAMES)
    assert (nearly_white.images == 255).all()


def test_right_answers_are_grey_and_mistakes_orange():
    boxes = [shape for shape in ConfusionExplorer.example(label=0, answer=1).canvas.shapes if shape[0] == "box"]
    counts = ConfusionExplorer.example().counts
    for number, (row, column) in enumerate(np.ndindex(counts.shape)):
        fill = boxes[number][2]
        if not counts[row, column]:
            assert fill is None
        else:
            red, green, blue = (int(fill[place : place + 2], 16) for place in (1, 3, 5))
            assert (abs(red - blue) < 10) if row == column else (red > green > blue)


def test_it_is_an_explorer_with_a_short_sentence():
    explorer = ConfusionExplorer.example()
    assert isinstance(explorer, Explorer)
    for label, answer in np.ndindex(10, 10):
        explorer.label, explorer.answer = label, answer
        assert len(explorer.words.split()) <= 60


def area_of(explorer, name):
    return next((area for area in explorer.canvas.areas if area.name == name), None)


def touched(explorer, name, gesture="sets", row=0, column=0, value=0):
    explorer.move(**changed(explorer.state(), area_of(explorer, name).filled(gesture, row, column, value)))


def test_a_click_looks_into_a_cell_also_from_the_surest_mistakes():
    explorer = ConfusionExplorer.example(mistakes=True, page=3)
    touched(explorer, "counts", row=6, column=4)
    assert explorer.state() == ConfusionExplorer.example(label=6, answer=4).state()
    assert explorer.svg == ConfusionExplorer.example(label=6, answer=4).svg
    assert area_of(explorer, "counts").words[64] == "labelled Shirt, answered Coat: 13 images"
    touched(explorer, "labels", row=3)
    touched(explorer, "answers", column=9)
    assert (explorer.label, explorer.answer) == (3, 9)
    assert "Recall of Dress: " in explorer.words
    assert "precision of Ankle boot: " in explorer.words


def test_rows_and_columns_say_their_recall_and_precision():
    labels, probabilities, images = _example_data()
    answers = probabilities.argmax(axis=1)
    explorer = ConfusionExplorer(labels, probabilities, images)
    for place, name in enumerate(explorer.names):
        recall, precision = np.mean(answers[labels == place] == place), np.mean(labels[answers == place] == place)
        row, column = area_of(explorer, "labels").words[place], area_of(explorer, "answers").words[place]
        assert row == f"labelled {name}: {np.sum(labels == place)} images, recall {recall:.3f}"
        assert column == f"answered {name}: {np.sum(answers == place)} images, precision {precision:.3f}"
        assert {f"{recall:.2f}", f"{precision:.2f}"} <= set(texts(explorer))
    assert area_of(small(), "answers").words[2] == "answered owl: 0 images, precision none"
    assert "–" in texts(small())


def test_pages_are_turned_in_the_picture():
    explorer = ConfusionExplorer.example(mistakes=True)
    assert explorer.pages == 9
    pages = []
    for _ in range(9):
        touched(explorer, "next")
        pages.append(explorer.page)
    assert pages == [2, 3, 4, 5, 6, 7, 8, 9, 1]
    touched(explorer, "previous")
    assert explorer.page == 9
    touched(explorer, "page", "types", value=4)
    assert explorer.svg == ConfusionExplorer.example(mistakes=True, page=4).svg
    assert not {"next", "previous", "page"} & {area.name for area in small().canvas.areas}, "there is one page"


def test_what_lights_up_belongs_together():
    explorer = ConfusionExplorer.example(mistakes=True, page=9)
    areas = {area.name: area for area in explorer.canvas.areas}
    for row, column in areas["counts"].cells():
        assert areas["counts"].lights["labels"]["rows"][row] == [row]
        assert areas["counts"].lights["answers"]["columns"][column] == [column]
    for place in range(10):
        assert areas["labels"].lights["counts"]["rows"][place] == [place]
        assert areas["answers"].lights["counts"]["columns"][place] == [place]
    cells = areas["images"].lights["counts"]["cells"]
    expected = 10 * explorer.labels[explorer.page_places] + explorer.answers[explorer.page_places]
    assert [cell for some in cells for cell in some] == expected.tolist()
    assert len(cells) == len(areas["images"].words) == 4 * areas["images"].rows


def test_its_height_stays_and_fits():
    settings = [{}, {"mistakes": True}, {"label": 0, "answer": 9}, {"mistakes": True, "page": 500}]
    canvases = [ConfusionExplorer.example(**state).canvas for state in settings]
    canvases += [ConfusionExplorer(LABELS, PROBABILITIES, IMAGES, ["a long name 14", "Knee-high boot", "b"]).canvas]
    (height,) = {canvas.height for canvas in canvases}
    assert height <= 560
    for canvas in canvases:
        assert len(canvas.hint) <= 110
        assert words_of(canvas)
    for canvas in canvases[:-1]:
        assert min(shape[3] for shape in canvas.shapes if shape[0] == "text") >= 12


# The hardest label, guessed before the counts are seen.


def test_a_question_begins_at_no_mistake():
    assert (small(predict=True).label, small(predict=True).answer) == (0, 0)
    assert "label" not in repr(ConfusionExplorer.example(predict=True)).split(":")[0]


def test_a_guess_opens_the_matrix_only_when_it_is_right():
    explorer = ConfusionExplorer.example(predict=True)
    hardest = int(np.argmin(explorer.recalls))
    for label in [-1, *range(10)]:
        explorer.guess = label
        assert explorer.hidden == (label != hardest)
        counts = {f"{count}" for count in explorer.counts[explorer.counts > 20]}
        assert counts.isdisjoint(texts(explorer)) == explorer.hidden
    explorer.guess = hardest
    assert explorer.words.startswith(f"{explorer.names[hardest]} is the hardest label. Accuracy 0.733.")


@pytest.mark.parametrize("guess", [-1, 0, 4, 5])
def test_a_question_does_not_tell_its_answer(guess):
    """Neither in words nor by what is outlined: the commonest mistake, where the explorer begins, would tell it."""
    explorer = ConfusionExplorer.example(predict=True, guess=guess)
    assert "Shirt" not in explorer.words and "Shirt" not in explorer.line()
    filled = [shape for shape in explorer.canvas.shapes if shape[0] == "box"]
    other = ConfusionExplorer.example(predict=True, guess=guess, label=0, answer=1)
    assert filled == [shape for shape in other.canvas.shapes if shape[0] == "box"]


def matrix(counts, **state):
    """An explorer whose counts are these."""
    labels, answers = (np.repeat(axis.ravel(), np.ravel(counts)) for axis in np.indices(np.shape(counts)))
    return ConfusionExplorer(labels, np.eye(3)[answers], np.zeros((len(labels), 28, 28)), NAMES, predict=True, **state)


@pytest.mark.parametrize(
    ("counts", "guess", "slip"),
    [
        ([[1, 3, 0], [0, 9, 1], [0, 3, 7]], 1, "dog is the commonest wrong answer, which fills a column"),
        ([[1, 0, 3], [0, 9, 2], [6, 0, 14]], 0, ""),
        ([[8, 1, 1], [0, 1, 2], [9, 1, 90]], 0, "cat is the commonest wrong answer"),
        ([[0, 0, 2], [30, 60, 5], [0, 0, 9]], 1, "dog has the most mistakes, but also more images than others"),
        ([[5, 0, 0], [4, 3, 30], [5, 1, 60]], 0, "of the answers cat the fewest are right, which is read in a column"),
    ],
)
def test_a_wrong_guess_is_told_what_else_it_may_have_looked_at(counts, guess, slip):
    explorer = matrix(counts, guess=guess)
    assert explorer.slip.startswith(slip) and bool(explorer.slip) == bool(slip)
    if guess != explorer.recalls.argmin():
        assert f"{NAMES[guess]} is not it: {explorer.recalls[guess]:.3f} of its images" in explorer.words


def test_a_label_without_images_is_not_the_hardest():
    explorer = matrix([[2, 1, 0], [0, 3, 0], [0, 0, 0]], guess=2)
    assert explorer.hidden and explorer.words.endswith("Perhaps this: no image is labelled owl.")
    explorer.guess = 0
    assert not explorer.hidden


def test_of_labels_that_are_equally_hard_none_is_called_the_hardest():
    for guess in (0, 2):
        explorer = matrix([[2, 0, 0], [0, 3, 0], [0, 0, 1]], guess=guess)
        assert not explorer.hidden and explorer.words.startswith("No label is harder. Accuracy 1.000.")


def test_controls_are_those_of_the_question_until_it_is_answered():
    explorer = ConfusionExplorer.example(predict=True)

    def there():
        return {name for name, control in explorer.controls.items() if control.layout.display != "none"}

    assert there() == {"predict", "guess"}
    explorer.guess = 6
    assert there() == {"predict", "label", "answer", "mistakes", "page"}
    explorer.predict = False
    assert there() == {"predict", "label", "answer", "mistakes", "page"}


def test_a_guess_is_clicked_and_taken_back():
    explorer = ConfusionExplorer.example(predict=True)
    touched(explorer, "rows", row=4)
    assert explorer.guess == 4 and explorer.canvas.back == {"guess": -1}
