"""Exercises of lesson 00: count an image's numbers, brighten without overflow, and choose without peeking."""

import numpy as np

from course_utils.checking.exercise import exercise, prediction


@prediction(
    """
    A grey image is 28 pixels high and 28 wide, and each pixel is one number. How many numbers is that?
    """,
    hints=("How many numbers stand in one row, and how many rows are there?",),
    objectives=(1,),
    afterword="Height × width: every row has a number for each column.",
)
def numbers_in_grey():
    return 28 * 28


@numbers_in_grey.alternative
def row_by_row():
    return sum(28 for _ in range(28))


@numbers_in_grey.misconception("Rows and columns are added up here. Each of the rows holds a whole line of numbers.")
def height_and_width_added():
    return 28 + 28


@numbers_in_grey.misconception("That is one row of pixels. How many such rows lie below one another?")
def one_row():
    return 28


@numbers_in_grey.misconception("That would be a colour image, with three numbers per pixel. In a grey one, one does.")
def three_channels():
    return 28 * 28 * 3


@numbers_in_grey.misconception("256 is how many values one number can take, 0 to 255. It is still one number.")
def values_counted():
    return 28 * 28 * 256


@numbers_in_grey.misconception("That is the shape, and it is right. How many numbers fill an array of this shape?")
def its_shape():
    return (28, 28)


@prediction(
    """
    The window begins at row 8, column 12, and is 8 pixels high and 8 wide. In which of its corners stands
    `boot[15, 12]`? Answer `"upper left"`, `"upper right"`, `"lower left"` or `"lower right"`.
    """,
    choices=("upper left", "upper right", "lower left", "lower right"),
    hints=("The first number in the brackets is the row. In which direction do rows count?",),
    objectives=(1,),
    afterword="The row comes first, and rows count downwards.",
)
def corner_of_the_window():
    return "lower left"


@corner_of_the_window.misconception("There the window begins, at `boot[8, 12]`. Row 15 is seven rows on: which way?")
def where_the_window_begins():
    return "upper left"


@corner_of_the_window.misconception(
    "There stands `boot[8, 19]`: row 8 still, and seven columns on. Here the other one of the two numbers has grown."
)
def column_before_row():
    return "upper right"


@corner_of_the_window.misconception("There stands `boot[15, 19]`. One of the two numbers here is still where it began.")
def both_have_grown():
    return "lower right"


@prediction(
    """
    The boot's numbers are of type `uint8`: whole numbers from 0 to 255, one byte each. The next cell adds 100 to eight
    of its pixels, some of them as bright as 232. What becomes of a pixel of 232? Answer `"332"`, `"255"`,
    `"something darker"` or `"an error"`.
    """,
    choices=("332", "255", "something darker", "an error"),
    hints=("What does a clock show that stands at 10 and goes on by 4 hours?",),
    objectives=(1,),
    afterword="Behind 255 the count begins again at 0, and nothing says so.",
)
def after_adding_100():
    return "something darker"


@after_adding_100.misconception("That is the sum, and it needs more than one byte. What fits into a byte ends at 255.")
def room_for_any_number():
    return "332"


@after_adding_100.misconception(
    "That is what you would want of a brighter picture. A plain `+` does not know that these numbers are brightness."
)
def stops_at_white():
    return "255"


@after_adding_100.misconception("NumPy does not stop there: both are arrays of numbers of one type, and it adds them.")
def refuses():
    return "an error"


@exercise(
    """
    A colour photograph is 80 pixels high and 50 wide. How many numbers does it hold?
    """,
    hints=(
        "How many numbers does a single pixel of a colour photograph need?",
        "Height × width counts the pixels. Each channel has its own number for every one of them.",
        "`80 * 50 * …`",
    ),
    objectives=(1,),
    afterword="Height × width × depth: that block is the input volume, and for a grey image its depth is 1.",
)
def numbers_held():
    return 80 * 50 * 3


@numbers_held.misconception("That is one grey image. In colour, every pixel has a number for each channel.")
def one_channel_only():
    return 80 * 50


@numbers_held.misconception("The channels count as three more numbers here. Each of them is as large as the image.")
def three_numbers_more():
    return 80 * 50 + 3


@numbers_held.misconception("The three sizes are added up. The numbers fill a block, height by width by depth.")
def a_sum_of_the_sizes():
    return 80 + 50 + 3


@numbers_held.misconception("80 rows and 50 columns do not make 130 pixels: every row holds 50 of them.")
def rows_and_columns_added():
    return (80 + 50) * 3


@numbers_held.misconception("A colour photograph here has red, green and blue, and no fourth channel.")
def a_fourth_channel():
    return 80 * 50 * 4


@numbers_held.misconception("256 is how many values one number can take, 0 to 255. It is still one number.")
def every_value_counted():
    return 80 * 50 * 3 * 256


@numbers_held.misconception(
    "That counts bits. Eight of them make one number of type `uint8`, and numbers are asked for."
)
def bits_in_place_of_numbers():
    return 80 * 50 * 3 * 8


@numbers_held.misconception("The depth is counted twice. Each of the three channels holds one number per pixel.")
def depth_twice():
    return 80 * 50 * 3 * 3


@numbers_held.misconception(
    "The pixels are shared out among the channels here. Each channel has all of them: a number for every pixel."
)
def shared_out_among_the_channels():
    return 80 * 50 / 3


@numbers_held.misconception("That is the shape, and the sizes are right. How many numbers fill a block of this shape?")
def the_shape():
    return (80, 50, 3)


@numbers_held.alternative
def red_and_green_and_blue():
    return 4000 + 4000 + 4000


@prediction(
    """
    In the picture's third step, *resize*, a garment's longer side becomes 28 pixels; in the fifth, *extend*, it comes
    into the middle of 28 × 28. The next cell looks at 55,000 of the images. How many of them have something brighter
    than 0 at two opposite edges: in both the top and the bottom row, or in both the left and the right column? Answer
    `"hardly any"`, `"about half"` or `"nearly all"`.
    """,
    choices=("hardly any", "about half", "nearly all"),
    hints=("How much room is left on a side of 28 pixels, beside a garment of 28?",),
    objectives=(2,),
    afterword="The longer side fills the image; only the shorter one was extended.",
)
def filled_to_the_edge():
    return "nearly all"


@filled_to_the_edge.misconception(
    "A photographer leaves a margin. Here it was cut off in the second step: what did the third do with the rest?"
)
def a_margin_all_round():
    return "hardly any"


@filled_to_the_edge.misconception(
    "About half would be right for one pair of edges alone. A shoe is wide and a dress is high: either pair counts."
)
def one_pair_of_edges():
    return "about half"


@prediction(
    """
    The 55,000 training images are of ten classes, and balanced. How many of them are sneakers?
    """,
    hints=("Into how many equal parts are they divided?",),
    objectives=(2,),
    afterword="As many as of every other class.",
)
def sneakers_to_learn_from():
    return 55_000 // 10


@sneakers_to_learn_from.alternative
def a_tenth():
    return round(55_000 * 0.1)


@sneakers_to_learn_from.misconception(
    "So many sneakers are in the whole data set. Asked for are those among the training images."
)
def of_all_images():
    return 70_000 // 10


@sneakers_to_learn_from.misconception(
    "So many are among the 5,000 others. Asked for are those among the training images."
)
def of_the_validation_images():
    return 5_000 // 10


@sneakers_to_learn_from.misconception("Training and validation images are counted together here.")
def of_both_piles():
    return 60_000 // 10


@sneakers_to_learn_from.misconception("Ten classes are labelled 0 to 9. How many are that, if you count 0 as well?")
def nine_classes():
    return 55_000 / 9


@prediction(
    """
    20 students each hand in a *classifier*, a program that names the class of an image. All of them only guess. You
    examine them on the same 1,000 images and keep the best. Then it meets 1,000 fresh images. How well does it do
    there, on average? Answer `"as well as on the exam"`, `"a little better than guessing"` or
    `"no better than guessing"`.
    """,
    choices=("as well as on the exam", "a little better than guessing", "no better than guessing"),
    hints=("What has the best of them that the other nineteen have not, and does it come along?",),
    objectives=(3,),
    afterword="Luck does not come along to the next exam.",
)
def best_on_fresh_images():
    return "no better than guessing"


@best_on_fresh_images.misconception(
    "It would, if it had won by what it knows. What does a classifier know that only guesses?"
)
def the_score_belongs_to_it():
    return "as well as on the exam"


@best_on_fresh_images.misconception(
    "It was the best of twenty, that is true. But they all guess: in what could it be better, and not only luckier?"
)
def part_of_it_is_skill():
    return "a little better than guessing"


def pixels_and_amounts():
    """Images of uint8, grey, in colour and in batches; amounts of both signs and beyond 255."""
    rng = np.random.default_rng(0)
    small = np.array([[0, 120, 250], [30, 200, 255]], np.uint8)
    shapes = ((4, 5), (5, 3), (3, 4, 3), (2, 6, 1), (6, 2), (7,), (4, 4), (2, 3, 2, 3))
    amounts = (-40, 7, 100, -128, 300, -300, 0, 90)
    images = [rng.integers(0, 256, shape).astype(np.uint8) for shape in shapes]
    return [(small, 50), (small, -50), *zip(images, amounts, strict=True), (np.full((3, 3), 90, np.uint8), 20)]


@exercise(
    """
    Write `brightened(pixels, amount)`. It gets an array of `uint8`, of any shape, and a whole number, which may be
    negative, and adds that number to every pixel. What would pass 255 becomes 255, and what would fall below 0
    becomes 0. Return whole numbers in the same shape; leave `pixels` itself as it was.
    """,
    cases=pixels_and_amounts,
    hints=(
        "Why did the brightest pixels of the boot turn dark when 100 was added to them?",
        "Add in a type with room beyond 255 and below 0, then bring what lies outside back to the nearest end.",
        "`np.clip(pixels.astype(int) …, 0, …)`",
    ),
    objectives=(1,),
    afterword="Leave `uint8` before you calculate; go back when the numbers fit again.",
)
def brightened(pixels, amount):
    roomy = pixels.astype(int) + amount
    return np.clip(roomy, 0, 255).astype(np.uint8)


@brightened.stub
def brightened(pixels, amount):
    return ...


@brightened.alternative
def by_a_table(pixels, amount):
    table = np.array([min(max(value + amount, 0), 255) for value in range(256)])
    return table[pixels]


@brightened.alternative
def by_two_bounds(pixels, amount):
    return np.minimum(np.maximum(pixels + np.float64(amount), 0), 255)


@brightened.misconception(
    "Where a sum leaves 0 to 255 it begins again at the other end. Hold it at the end that it passed."
)
def wraps_around(pixels, amount):
    return (pixels.astype(int) + amount) % 256


@brightened.misconception(
    "The sum is taken in `uint8`, which holds 0 to 255 and nothing else: what passes 255 has begun again at 0 before "
    "you can stop it, and NumPy refuses a number such as −50. Leave `uint8` before you add."
)
def adds_in_uint8(pixels, amount):
    return np.clip(pixels + amount, 0, 255)


@brightened.misconception("The sums are right, but some lie outside 0 to 255, where no pixel can be. Bring them back.")
def leaves_the_range(pixels, amount):
    return pixels.astype(int) + amount


@brightened.misconception("Nothing passes 255, but a negative amount takes dark pixels below 0. There are two ends.")
def no_floor(pixels, amount):
    return np.minimum(pixels.astype(int) + amount, 255)


@brightened.misconception("Nothing falls below 0, but bright pixels pass 255. There are two ends.")
def no_ceiling(pixels, amount):
    return np.maximum(pixels.astype(int) + amount, 0)


@brightened.misconception("256 is how many values there are. Counting begins at 0, so the largest is one less.")
def a_ceiling_of_256(pixels, amount):
    return np.clip(pixels.astype(int) + amount, 0, 256)


@brightened.misconception(
    "The upper limit holds, but what falls below 0 begins again at 255. Mind the lower end before it is `uint8` again."
)
def wraps_below_zero(pixels, amount):
    return np.minimum(pixels.astype(int) + amount, 255) % 256


@brightened.misconception(
    "The lower limit holds, but what passes 255 begins again at 0. Mind the upper end before it is `uint8` again."
)
def wraps_above_255(pixels, amount):
    return np.maximum(pixels.astype(int) + amount, 0) % 256


@brightened.misconception("The pixels are multiplied. Add the amount: black becomes brighter too.")
def multiplies(pixels, amount):
    return np.clip(pixels.astype(int) * amount, 0, 255)


@brightened.misconception(
    "The amount is read as a percentage, so bright pixels gain more than dark ones. Every pixel is to gain the same."
)
def adds_a_percentage(pixels, amount):
    return np.clip(np.round(pixels * (1 + amount / 100)), 0, 255)


@brightened.misconception(
    "All sums are squeezed or stretched to fill 0 to 255. Those that fit are to stay as they are."
)
def stretches_to_the_range(pixels, amount):
    roomy = pixels.astype(int) + amount
    return np.round((roomy - roomy.min()) / max(roomy.max() - roomy.min(), 1) * 255)


@brightened.misconception("These are fractions between 0 and 1. Whole numbers from 0 to 255 are asked for.")
def answers_in_fractions(pixels, amount):
    return np.clip(pixels.astype(int) + amount, 0, 255) / 255


@brightened.misconception(
    "Some pixels are 1 too dark: decimals are cut off on the way back from fractions. Stay with whole numbers."
)
def cuts_decimals_off(pixels, amount):
    return (np.clip(pixels / 255 + amount / 255, 0, 1) * 255).astype(np.uint8)


@brightened.misconception(
    "Pixels whose sum does not fit are left as they were. They are to go to the end that they pass."
)
def skips_what_does_not_fit(pixels, amount):
    roomy = pixels.astype(int) + amount
    return np.where((roomy >= 0) & (roomy <= 255), roomy, pixels)


@brightened.misconception("Black pixels stay black. 0 is a brightness like any other, and gets the amount too.")
def skips_black(pixels, amount):
    return np.where(pixels > 0, np.clip(pixels.astype(int) + amount, 0, 255), 0)


@brightened.misconception("A negative amount brightens here too. It is to darken.")
def ignores_the_sign(pixels, amount):
    return np.clip(pixels.astype(int) + abs(amount), 0, 255)


@brightened.misconception(
    "Positive amounts come out right. With a negative one, a number below 0 meets `uint8`, which holds none, and NumPy "
    "refuses. Add in another type, and mind both ends."
)
def no_negative_amounts(pixels, amount):
    return np.where(pixels.astype(int) + amount > 255, 255, pixels + amount)


@brightened.misconception(
    "`int8` holds −128 to 127: pixels above 127 have become negative, and NumPy refuses an amount of 300. Take a type "
    "with room for every sum, such as `int`."
)
def adds_in_int8(pixels, amount):
    return np.clip(pixels.astype(np.int8) + amount, 0, 255)


@brightened.misconception("The amount is taken away. A positive one is to brighten, a negative one to darken.")
def takes_the_amount_away(pixels, amount):
    return np.clip(pixels.astype(int) - amount, 0, 255)


@brightened.misconception(
    "The pixels are fractions of 255 and the amount is not, so most come out black or white. Divide both, or neither."
)
def adds_a_whole_number_to_fractions(pixels, amount):
    return np.clip(pixels / 255 + amount, 0, 1) * 255


@brightened.misconception(
    "The pixels are divided by 255 and the amount is not, and the result stays between 0 and 1. Whole numbers from 0 "
    "to 255 are asked for: nothing needs to be divided."
)
def adds_a_whole_number_to_fractions_and_stays_there(pixels, amount):
    return np.clip(pixels / 255 + amount, 0, 1)


@brightened.misconception(
    "The sums are held between the image's own darkest and brightest pixel. The ends are 0 and 255 for every image."
)
def keeps_to_the_range_of_the_image(pixels, amount):
    return np.clip(pixels.astype(int) + amount, pixels.min(), pixels.max())


@brightened.misconception(
    "Every pixel comes out 0. Are the two ends exchanged? `np.minimum` with 255 holds the upper end, `np.maximum` with "
    "0 the lower one."
)
def minimum_and_maximum_exchanged(pixels, amount):
    return np.minimum(np.maximum(pixels.astype(int) + amount, 255), 0)


@brightened.misconception(
    "Every pixel comes out 255. Are the two ends exchanged? `np.maximum` with 0 holds the lower end, `np.minimum` with "
    "255 the upper one."
)
def maximum_and_minimum_exchanged(pixels, amount):
    return np.maximum(np.minimum(pixels.astype(int) + amount, 0), 255)


@brightened.misconception(
    "Arrays of two axes come out right, and one with three stops it. `pixels` may have any shape: NumPy adds and "
    "bounds all its numbers at once."
)
def two_axes_only(pixels, amount):
    height, width = pixels.shape
    return by_two_bounds(pixels, amount).reshape(height, width)


@brightened.misconception(
    "Rows of single numbers come out right, and a third axis stops it: there the place of a number holds several. "
    "NumPy adds and bounds all numbers at once, whatever the shape."
)
def rows_of_single_numbers(pixels, amount):
    return [[min(max(int(value) + amount, 0), 255) for value in row] for row in pixels]


def scores_of_networks():
    """Scores of one to nine networks, no two equal; the winners of the two piles differ in most cases.

    In the last but one, rounding would hide which network is the best.
    """
    rng = np.random.default_rng(0)
    sizes = (5, 3, 9, 4, 1, 6, 2, 7, 5)
    drawn = [(rng.permutation(300)[: 2 * size] + 650) / 1000 for size in sizes]
    small = (np.array([0.84, 0.91, 0.88]), np.array([0.87, 0.86, 0.89]))
    agreeing = (np.array([0.70, 0.72, 0.90, 0.81]), np.array([0.71, 0.69, 0.88, 0.80]))
    close = (np.array([0.901, 0.904, 0.850]), np.array([0.893, 0.872, 0.886]))
    halves = [(scores[: len(scores) // 2], scores[len(scores) // 2 :]) for scores in drawn]
    return [small, *halves, close, agreeing]


@exercise(
    """
    `report(validation_scores, test_scores)` gets two arrays: the accuracy of every network on the validation images and
    on the test images. The networks come in the same order, and no two accuracies are equal. It is supposed to use each
    pile for what it is there for: choose the best network, and return the pair (its index, counted from 0; the accuracy
    to publish for it). The function runs, and does something else. Mend it.
    """,
    cases=scores_of_networks,
    hints=(
        "Which pile may you look at as often as you like, and which of them is opened once?",
        "Follow each array through the function: which one chooses the network, and which one supplies the number?",
        "`chosen = np.argmax(…)`",
    ),
    objectives=(3,),
    afterword="Validation chooses, the test reports: a number that chose nothing flatters nobody.",
)
def report(validation_scores, test_scores):
    chosen = np.argmax(validation_scores)
    return chosen, test_scores[chosen]


@report.repair
def report(validation_scores, test_scores):
    chosen = np.argmax(test_scores)
    return chosen, test_scores[chosen]


@report.alternative
def best_pair(validation_scores, test_scores):
    numbered = zip(validation_scores, range(len(validation_scores)), test_scores, strict=True)
    _, chosen, score = max(numbered)
    return chosen, score


@report.alternative
def last_of_the_order(validation_scores, test_scores):
    order = np.argsort(validation_scores)
    return int(order[-1]), float(np.asarray(test_scores)[order][-1])


@report.misconception(
    "The index is one network's and the score another's: each pile's own winner. Report the network that you chose."
)
def best_of_each_pile(validation_scores, test_scores):
    return np.argmax(validation_scores), np.max(test_scores)


@report.misconception(
    "The network is well chosen, but the score is the one it was chosen by, and that flatters it. Report the fresh one."
)
def publishes_the_validation_score(validation_scores, test_scores):
    return np.argmax(validation_scores), np.max(validation_scores)


@report.misconception("The test images choose, and the validation images report. Exchange their parts.")
def piles_exchanged(validation_scores, test_scores):
    return np.argmax(test_scores), validation_scores[np.argmax(test_scores)]


@report.misconception(
    "Both piles have a say in the choice, so the test score flatters again. Choose as if the test were locked."
)
def chooses_by_both_piles(validation_scores, test_scores):
    chosen = np.argmax(validation_scores + test_scores)
    return chosen, test_scores[chosen]


@report.misconception(
    "Half of this mean is the score the network was chosen by, which flatters it. Publish the fresh one alone."
)
def mean_of_both_scores(validation_scores, test_scores):
    chosen = np.argmax(validation_scores)
    return chosen, (validation_scores[chosen] + test_scores[chosen]) / 2


@report.misconception("The score is the mean over all networks. You publish one network, and its own score.")
def mean_of_all_networks(validation_scores, test_scores):
    return np.argmax(validation_scores), np.mean(test_scores)


@report.misconception(
    "The lower of its two scores is cautious, and too low on average. Publish the fresh one as it is."
)
def lower_of_its_scores(validation_scores, test_scores):
    chosen = np.argmax(validation_scores)
    return chosen, min(validation_scores[chosen], test_scores[chosen])


@report.misconception(
    "The network whose two scores agree best is chosen. That looks at the test scores before the choice."
)
def smallest_gap(validation_scores, test_scores):
    chosen = np.argmin(np.abs(validation_scores - test_scores))
    return chosen, test_scores[chosen]


@report.misconception("That is the network with the lowest validation accuracy. These are accuracies: more is better.")
def chooses_the_worst(validation_scores, test_scores):
    chosen = np.argmin(validation_scores)
    return chosen, test_scores[chosen]


@report.misconception("Choice and score are right; they are returned the other way round. The index comes first.")
def score_before_index(validation_scores, test_scores):
    chosen = np.argmax(validation_scores)
    return test_scores[chosen], chosen


@report.misconception("The index is one too high: the first network has index 0.")
def counts_from_one(validation_scores, test_scores):
    chosen = np.argmax(validation_scores)
    return chosen + 1, test_scores[chosen]


@report.misconception("The higher of its two scores flatters the network. Publish the fresh one, higher or lower.")
def higher_of_its_scores(validation_scores, test_scores):
    chosen = np.argmax(validation_scores)
    return chosen, max(validation_scores[chosen], test_scores[chosen])


@report.misconception("The score is right. A pair is asked for: the network's index, then its score.")
def the_score_alone(validation_scores, test_scores):
    return test_scores[np.argmax(validation_scores)]


@report.misconception("The network is well chosen. A pair is asked for: its index, then the accuracy to publish.")
def the_index_alone(validation_scores, test_scores):
    return np.argmax(validation_scores)


@report.misconception(
    "The score is right; in the index's place stands the best validation accuracy. `np.max` gives the largest number, "
    "`np.argmax` its place."
)
def max_for_argmax(validation_scores, test_scores):
    return np.max(validation_scores), test_scores[np.argmax(validation_scores)]


@report.misconception(
    "The index is right, and the score is another network's: the test scores have been sorted. Leave both arrays as "
    "they are."
)
def sorts_one_pile(validation_scores, test_scores):
    chosen = np.argmax(validation_scores)
    return chosen, np.sort(test_scores)[chosen]


@report.misconception("The right score, rounded to two decimals. Return it as it stands in the array.")
def rounds_the_score(validation_scores, test_scores):
    chosen = np.argmax(validation_scores)
    return chosen, round(float(test_scores[chosen]), 2)


@report.misconception("The right score as a percentage. Accuracies here lie between 0 and 1: return it as it stands.")
def a_percentage(validation_scores, test_scores):
    chosen = np.argmax(validation_scores)
    return chosen, 100 * test_scores[chosen]
