"""Exercises of lesson 09: what a map answers, predicted; occlusion, Grad-CAM, deletion to write; shares to mend."""

import numpy as np

from course_utils.checking.exercise import exercise, prediction


@prediction(
    """
    A network learned from garments with a white mark on *every shirt* and on nothing else. Now it sees 500 new shirts,
    once with the mark and once without. With the mark it knows nearly all of them. How many does it know without?
    Answer `"nearly all"`, `"about half"` or `"hardly any"`.
    """,
    choices=("nearly all", "about half", "hardly any"),
    hints=("What is the easiest way, in these training images, to tell a shirt from a T-shirt?",),
    objectives=(5,),
    afterword="The mark was all it needed, so it learned little else about shirts. No curve of the training says so.",
)
def without_the_mark():
    return "hardly any"


@without_the_mark.misconception(
    "The shirts did look like shirts in training. But a network learns what lowers its loss: once the mark has done "
    "that, how much is left to be gained from sleeves and collars?"
)
def learns_everything_there_is():
    return "nearly all"


@without_the_mark.misconception(
    "That would be a network for which mark and shape count alike. Which of the two is easier to learn, and always "
    "true?"
)
def mark_and_shape_alike():
    return "about half"


@prediction(
    """
    A patch of 4 × 4 pixels covers a part of an image of 28 × 28, in every place that it reaches from the upper left
    corner in steps of 2, wholly inside. How many covered images does the network see? Answer with a whole number.
    """,
    hints=("At how many places does the patch stand in one row? It is the output size of a window, as in lesson 02.",),
    objectives=(2,),
    afterword="One question to the network for each number on the map: an occlusion map is paid for by the place.",
)
def covered_images():
    return ((28 - 4) // 2 + 1) ** 2


@covered_images.alternative
def counted_by_starting_places():
    return len(range(0, 25, 2)) * len(range(0, 25, 2))


@covered_images.misconception("These are the places in one row. There are as many rows of places.")
def one_row_of_places():
    return (28 - 4) // 2 + 1


@covered_images.misconception("That counts the steps between the places. The first place comes before the first step.")
def steps_in_place_of_places():
    return ((28 - 4) // 2) ** 2


@covered_images.misconception("At the last of these places the patch would stick out: it is 4 wide, and must fit.")
def the_patch_has_no_size():
    return (28 // 2) ** 2


@covered_images.misconception("That is a patch at every pixel. Here it moves by 2.")
def in_steps_of_one():
    return (28 - 4 + 1) ** 2


@covered_images.misconception("That is patches side by side. Steps of 2 let them overlap.")
def side_by_side():
    return (28 // 4) ** 2


@prediction(
    """
    The patch is black, and so is the background of a garment. What does the network's answer do when the patch lies
    wholly on the background? Answer `"rises"`, `"stays"` or `"falls"`.
    """,
    choices=("rises", "stays", "falls"),
    hints=("Which pixels of the image does the patch change there?",),
    objectives=(1,),
    afterword="The same image gives the same answer. The map says 0 there, and that is no finding about the "
    "background.",
)
def black_on_black():
    return "stays"


@black_on_black.misconception(
    "That would need a changed image. Compare the pixels under the patch before and after: which of them differ?"
)
def the_patch_hides_something():
    return "falls"


@black_on_black.misconception(
    "Nothing that disturbs is taken away: black pixels become black pixels. What does the network see that is new?"
)
def less_to_distract():
    return "rises"


@prediction(
    """
    Two gradients are taken of each image: of the class's logit, and of its probability. Only images count to which the
    network gives its answer with over 99 %. How long is the gradient of the *probability*, beside that of the logit, in
    the middle one of them when the ratios are sorted? Answer `"over ten times as long"`, `"about as long"` or
    `"under a tenth as long"`.
    """,
    choices=("over ten times as long", "about as long", "under a tenth as long"),
    hints=("Softmax is flat where it is nearly 1. By how much can the probability still rise there?",),
    objectives=(1,),
    afterword="By its own logit the slope of a probability is p · (1 − p): at 0.99 about a hundredth.",
)
def gradient_of_the_probability():
    return "under a tenth as long"


@gradient_of_the_probability.misconception(
    "Sure answers are large probabilities, not steep ones. How far is it from 0.99 to 1, whatever the pixels do?"
)
def sure_is_steep():
    return "over ten times as long"


@gradient_of_the_probability.misconception(
    "Between pixels and probability stands softmax, and the gradient passes through its slope. How steep is it near 1?"
)
def softmax_changes_nothing():
    return "about as long"


@prediction(
    """
    The network of the marked shirts sees 150 shirts *without* the mark, and the gradient of the logit "Shirt" is taken.
    In how many of them is the gradient longest where the mark would be, or at most one pixel beside it? Answer
    `"hardly any"`, `"about half"` or `"most"`.
    """,
    choices=("hardly any", "about half", "most"),
    hints=("Does a gradient say what *is* there, or what a change there *would* do?",),
    objectives=(1, 5),
    afterword="A gradient answers what would change the logit. It can point at a place that is black.",
)
def points_where_nothing_is():
    return "most"


@points_where_nothing_is.misconception(
    "There is nothing there to be looked at, that is true. But what would happen to the logit if a white pixel came?"
)
def only_what_is_there():
    return "hardly any"


@points_where_nothing_is.misconception(
    "The shirt is there as well, but for this network it hardly counts. Where would the smallest change do most?"
)
def shared_with_the_shirt():
    return "about half"


@prediction(
    """
    A logit depends on one pixel x alone, and it rises by 0.02 for each grey level up to 150 and no further: 0.02 ·
    min(x, 150). The pixel is 250, the baseline 0. What is gradient × input, and what do integrated gradients give in
    very many steps? Answer with a tuple of two numbers.
    """,
    hints=("How steep is the logit at 250? And how large a part of the way from 0 to 250 is steep at all?",),
    objectives=(2,),
    afterword="The second is the logit's whole rise, 0.02 · 150. The first is a slope at the end of the way, and it "
    "is flat.",
)
def a_flat_end():
    return (0, 0.02 * 150)


@a_flat_end.alternative
def as_a_mean_slope():
    return (0.0 * 250, 150 / 250 * 0.02 * 250)


@a_flat_end.misconception(
    "The second is right. But gradient × input takes the slope at the pixel's own value, 250: what is it there?"
)
def the_slope_further_down():
    return (0.02 * 250, 0.02 * 150)


@a_flat_end.misconception(
    "The first is right. Integrated gradients take the slope on the *whole* way from the baseline, and most of it is "
    "steep."
)
def flat_all_the_way():
    return (0, 0)


@a_flat_end.misconception(
    "The first is right. The second may not be more than the logit rises on the way: beyond 150 it stands still."
)
def steep_all_the_way():
    return (0, 0.02 * 250)


@a_flat_end.misconception("The two are in the other order: first gradient × input, then integrated gradients.")
def the_two_exchanged():
    return (0.02 * 150, 0)


@a_flat_end.misconception(
    "The first is right. The second is the mean slope alone: it is multiplied by the way, 250 grey levels."
)
def the_mean_slope_alone():
    return (0, 0.02 * 150 / 250)


@prediction(
    """
    The last layer of a trained network gets new random weights, so its answers are worthless. Each method draws its
    maps anew, and they are compared with those of the trained network by rank correlation. Whose maps change *least*?
    Answer `"gradient"`, `"guided backpropagation"` or `"Grad-CAM"`.
    """,
    choices=("gradient", "guided backpropagation", "Grad-CAM"),
    hints=("Which of the three lets through only what is positive, whatever the layers above it say?",),
    objectives=(3, 4),
    afterword="A map that looks the same for a ruined network cannot be an explanation of its answer.",
)
def minds_least():
    return "guided backpropagation"


@minds_least.misconception(
    "The gradient changes more: every weight of the last layer is a factor in it, with its sign. Which rule throws "
    "signs "
    "away at every ReLU?"
)
def the_gradient_is_robust():
    return "gradient"


@minds_least.misconception(
    "Grad-CAM weighs its maps by the gradients that come from the last layer. With random ones it weighs at random."
)
def coarse_cells_are_robust():
    return "Grad-CAM"


@prediction(
    """
    A tenth of the pixels of each garment is blacked out, those with the highest numbers on a map: *random* numbers, the
    *brightness*, which is the image itself, or the cells of *Grad-CAM*. After which do the fewest answers stay right?
    Answer `"random"`, `"brightness"` or `"Grad-CAM"`.
    """,
    choices=("random", "brightness", "Grad-CAM"),
    hints=("How many of the chosen pixels were black before, so that blacking them out does nothing?",),
    objectives=(4,),
    afterword="It knows nothing of any network. Black-out rewards whoever picks bright pixels.",
)
def most_destructive():
    return "brightness"


@most_destructive.misconception(
    "It is the only one of the three that knows the network. But a tenth of the pixels is about a dozen coarse cells, "
    "and many of their pixels may be black already."
)
def the_networks_own_map():
    return "Grad-CAM"


@most_destructive.misconception(
    "Random pixels lie all over, and about half of them on black background, where nothing changes. Who aims better?"
)
def everything_at_once():
    return "random"


@prediction(
    """
    Marked shirts again, but three networks are *honest*: they learned without marks, and the mark means nothing to
    them. Which of these maps has its highest number on the mark most often all the same? Answer `"occlusion"`,
    `"gradient"` or `"gradient × input"`.
    """,
    choices=("occlusion", "gradient", "gradient × input"),
    hints=(
        "The mark is as bright as a pixel can be. Into which of the three does brightness itself enter as a factor?",
    ),
    objectives=(4, 5),
    afterword="Where a map points is a finding only if it does *not* point there for a network without the secret.",
)
def points_without_a_reason():
    return "gradient × input"


@points_without_a_reason.misconception(
    "Covering the mark takes away nothing that an honest network needs. Where does the mark's grey level enter "
    "directly?"
)
def covers_the_mark():
    return "occlusion"


@points_without_a_reason.misconception(
    "In some shirts the slope is largest there in honest networks too. Another map multiplies that slope by the grey "
    "level, and the mark is white."
)
def steep_at_the_mark():
    return "gradient"


@prediction(
    """
    The planted network draws the shirt that it likes best: from dark noise, all pixels climb along the gradient of
    the logit "Shirt". How bright is the place of the mark in the end, beside the rest? Answer `"darker"`, `"alike"`
    or `"brighter"`.
    """,
    choices=("darker", "alike", "brighter"),
    hints=("In which direction did the slope point there, on shirts without a mark?",),
    objectives=(1, 5),
    afterword="With no image to look at, the secret is drawn: this too would have found it.",
)
def its_favourite_shirt():
    return "brighter"


@its_favourite_shirt.misconception(
    "Black it was at the start, nearly. What does the logit gain there by each grey level more?"
)
def nothing_in_the_corner():
    return "darker"


@its_favourite_shirt.misconception(
    "All pixels climb, but not alike: each by its slope. Where is the slope of this network steepest?"
)
def all_pixels_alike():
    return "alike"


@exercise(
    """
    Four units of a ReLU layer were given the inputs 3, −2, 5 and −4. On the way back the numbers −6, 7, 8 and −9 come
    from above, in the same order. What is handed back by the gradient, by the deconvnet's rule, and by guided
    backpropagation? Answer with a tuple of three lists of four numbers, in this order.
    """,
    hints=(
        "Which of the two rows does each rule look at: what went in, or what comes back?",
        "The gradient passes where the input was positive, the deconvnet where the number from above is positive, "
        "guided "
        "backpropagation where both are.",
        "`[-6, 0, …, …], [0, …, …, …], [0, 0, …, …]`",
    ),
    objectives=(3,),
    afterword="The three agree only where both are positive, and only the first is the slope of anything.",
)
def three_rows():
    return [-6, 0, 8, 0], [0, 7, 8, 0], [0, 0, 8, 0]


@three_rows.alternative
def by_multiplication():
    inputs, above = np.array([3, -2, 5, -4]), np.array([-6, 7, 8, -9])
    return above * (inputs > 0), above * (above > 0), above * ((inputs > 0) & (above > 0))


@three_rows.misconception(
    "The first two rows are exchanged: the gradient looks at what went *in*, the deconvnet at what comes *back*."
)
def gradient_and_deconvnet_exchanged():
    return [0, 7, 8, 0], [-6, 0, 8, 0], [0, 0, 8, 0]


@three_rows.misconception(
    "The last row lets through what one of the two rules lets through. Guided backpropagation asks for both."
)
def guided_by_either():
    return [-6, 0, 8, 0], [0, 7, 8, 0], [-6, 7, 8, 0]


@three_rows.misconception(
    "These are the inputs that went through. What is handed back are the numbers from above, or 0 in their place."
)
def hands_back_the_inputs():
    return [3, 0, 5, 0], [0, -2, 5, 0], [0, 0, 5, 0]


@three_rows.misconception(
    "The first row is the ReLU of what comes back. The gradient passes negative numbers too, where the input was "
    "positive."
)
def no_negative_gradient():
    return [0, 0, 8, 0], [0, 7, 8, 0], [0, 0, 8, 0]


@three_rows.misconception(
    "The first row passes everything. Where the input was negative ReLU is flat: a change there changes nothing."
)
def a_gradient_that_ignores_relu():
    return [-6, 7, 8, -9], [0, 7, 8, 0], [0, 0, 8, 0]


@three_rows.misconception(
    "You multiplied by the input. ReLU hands a number back whole, or not at all: its slope is 1 or 0."
)
def times_the_input():
    return [-18, 0, 40, 0], [0, -14, 40, 0], [0, 0, 40, 0]


@exercise(
    """
    A method's maps of a trained network have a rank correlation of 0.64 with its maps of the same network after the
    *last* layer was made random. With those of a network that is random *throughout* they still have 0.52: that much
    all maps of garments share. Which share of what lies above this floor did the last layer's weights leave? Answer
    with the calculation.
    """,
    hints=(
        "How much could a map lose at most, if it cannot fall below the floor?",
        "Take the floor away from what is left and from the whole, which is 1.",
        "`(0.64 - …) / (1 - …)`",
    ),
    objectives=(4,),
    afterword="0.64 sounds like much that stays. Above the floor it is a quarter.",
)
def above_the_floor():
    return (0.64 - 0.52) / (1 - 0.52)


@above_the_floor.alternative
def as_a_quarter():
    return 0.12 / 0.48


@above_the_floor.misconception("That is the correlation itself. It counts what maps with random weights share as well.")
def no_floor_at_all():
    return 0.64


@above_the_floor.misconception(
    "That is how far above the floor it is. Asked for is the share of what *can* lie above it."
)
def the_distance_alone():
    return 0.64 - 0.52


@above_the_floor.misconception("You divided by the floor. Both are measured from the floor: take it away from each.")
def over_the_floor():
    return 0.64 / 0.52


@above_the_floor.misconception(
    "The floor was taken away above the line, but not below it: the whole above it is 1 − 0.52."
)
def floor_kept_in_the_whole():
    return (0.64 - 0.52) / 0.64


@above_the_floor.misconception("That is what was lost. Asked for is what is left.")
def the_share_that_was_lost():
    return (1 - 0.64) / (1 - 0.52)


@above_the_floor.misconception("That is in per cent. Write the share itself, a number between 0 and 1.")
def in_per_cent():
    return 100 * (0.64 - 0.52) / (1 - 0.52)


def _scored(weights, bias):
    """A small network in NumPy: images (batch, height, width) in, one probability for each out."""

    def network(images):
        images = np.asarray(images, float)
        if images.ndim != 3:
            raise ValueError(f"network takes a batch (n, height, width), and was given the shape {images.shape}.")
        hidden = np.maximum(images.reshape(len(images), -1) @ weights + bias, 0)
        return 1 / (1 + np.exp(-(hidden[:, 0] - hidden[:, 1])))

    return network


def networks_and_images():
    """Images that are not square, of few pixels, none of them black; patches that overlap, meet, and leave a rest."""
    cases = []
    for seed, size, patch_size, strides, fill in (
        (3, (5, 7), 2, 1, 0.0),
        (4, (6, 9), 3, 2, 0.5),
        (5, (7, 5), 3, 3, 1.5),
        (6, (8, 6), 2, 3, -0.5),
    ):
        rng = np.random.default_rng(seed)
        weights = rng.normal(0, 0.5, (size[0] * size[1], 2))
        cases.append((_scored(weights, rng.uniform(0, 1, 2)), rng.uniform(0.2, 1, size), patch_size, strides, fill))
    return cases


@exercise(
    """
    Write an occlusion map. `network` is a function: a batch (n, height, width) in, one probability for each image
    out. `image` has shape (height, width). A square of `patch_size` is set to `fill`, at every place that it reaches
    from the upper left corner in steps of `strides`, wholly inside. Return the *drops* (rows, columns): the answer to
    the image less the answer to the covered one. Leave `image` unchanged.
    """,
    cases=networks_and_images,
    hints=(
        "How many rows and columns does the map have, and where does the patch of row r and column c begin?",
        "Copy the image anew for every place, fill a slice of the copy, and ask `network(covered[np.newaxis])[0]`.",
        "`covered[r * strides : r * strides + patch_size, …] = fill`",
    ),
    objectives=(2,),
    afterword="Two loops and a copy: no gradient, no knowledge of the network. It works on anything that answers.",
)
def occlusion_map(network, image, patch_size, strides, fill):
    tops, lefts = (range(0, side - patch_size + 1, strides) for side in image.shape)
    drops, whole = np.zeros((len(tops), len(lefts))), network(image[np.newaxis])[0]
    for row, top in enumerate(tops):
        for column, left in enumerate(lefts):
            covered = image.copy()
            covered[top : top + patch_size, left : left + patch_size] = fill
            drops[row, column] = whole - network(covered[np.newaxis])[0]
    return drops


@occlusion_map.stub
def occlusion_map(network, image, patch_size, strides, fill):
    drops = ...
    return drops


@occlusion_map.alternative
def all_places_in_one_batch(network, image, patch_size, strides, fill):
    rows, columns = ((side - patch_size) // strides + 1 for side in image.shape)
    covered = np.tile(image, (rows * columns, 1, 1))
    for place in range(rows * columns):
        top, left = (strides * at for at in divmod(place, columns))
        covered[place, top : top + patch_size, left : left + patch_size] = fill
    return (network(image[None]) - network(covered)).reshape(rows, columns)


def occluded(
    network,
    image,
    patch_size,
    strides,
    fill,
    *,
    drop=lambda whole, covered: whole - covered,
    cover=lambda image, part, fill: image.__setitem__(part, fill),
    kept=False,
):
    """`occlusion_map` with one thing changed: what is drawn of two answers, how the patch covers, whether it stays."""
    tops, lefts = (range(0, side - patch_size + 1, strides) for side in image.shape)
    whole, covered, found = network(image[np.newaxis])[0], image.copy(), []
    for top in tops:
        for left in lefts:
            covered = covered if kept else image.copy()
            cover(covered, (slice(top, top + patch_size), slice(left, left + patch_size)), fill)
            found.append(drop(whole, network(covered[np.newaxis])[0]))
    return np.reshape(found, (len(tops), len(lefts)))


@occlusion_map.misconception(
    "These are the answers to the covered images. The map shows drops: the answer to the whole image less each of them."
)
def answers_in_place_of_drops(*case):
    return occluded(*case, drop=lambda whole, covered: covered)


@occlusion_map.misconception(
    "The sign is turned round. A part that the answer needs has a *positive* drop: whole less covered."
)
def covered_less_whole(*case):
    return occluded(*case, drop=lambda whole, covered: covered - whole)


@occlusion_map.misconception(
    "Rises and falls look alike here. Where covering *helps* the class the drop is negative, and that is worth knowing."
)
def the_size_of_the_change(*case):
    return occluded(*case, drop=lambda whole, covered: abs(whole - covered))


@occlusion_map.misconception("That is the share of the answer that is lost. A drop is a difference, in points.")
def a_share_in_place_of_a_difference(*case):
    return occluded(*case, drop=lambda whole, covered: (whole - covered) / whole)


@occlusion_map.misconception(
    "The patches stay: at the last place the whole image is covered. Begin with a fresh copy of the image at every "
    "place."
)
def patches_that_stay(*case):
    return occluded(*case, kept=True)


@occlusion_map.misconception("The patch is black. It should hold `fill`, which need not be 0.")
def always_black(network, image, patch_size, strides, fill):
    return occluded(network, image, patch_size, strides, 0)


@occlusion_map.misconception(
    "`fill` is added to what lies under the patch. A patch *covers*: the pixels under it are replaced."
)
def adds_the_patch(*case):
    return occluded(*case, cover=lambda image, part, fill: image.__setitem__(part, image[part] + fill))


@occlusion_map.misconception(
    "Here all but the patch is covered. That asks what one part is enough for, and not what the answer needs."
)
def covers_everything_else(*case):
    def cover(image, part, fill):
        seen = image[part].copy()
        image[:] = fill
        image[part] = seen

    return occluded(*case, cover=cover)


@occlusion_map.misconception("The patch moves by one pixel. It should move by `strides`.")
def in_steps_of_one_pixel(network, image, patch_size, strides, fill):
    return occluded(network, image, patch_size, 1, fill)


@occlusion_map.misconception("The patches lie side by side. They should begin `strides` pixels from one another.")
def steps_of_a_whole_patch(network, image, patch_size, strides, fill):
    return occluded(network, image, patch_size, patch_size, fill)


@occlusion_map.misconception(
    "The map has the right size, but the patch of row r begins at pixel r. It begins at "
    "r · `strides`, and columns alike."
)
def places_in_place_of_pixels(network, image, patch_size, strides, fill):
    rows, columns = ((side - patch_size) // strides + 1 for side in image.shape)
    return occluded(network, image, patch_size, 1, fill)[:rows, :columns]


def maps_and_gradients():
    """Feature maps behind a ReLU and their gradients, of both signs; not square; more maps than cells and fewer."""
    cases = []
    for seed, shape in ((1, (3, 4, 5)), (2, (2, 5, 3)), (8, (4, 2, 2))):
        rng = np.random.default_rng(seed)
        cases.append((np.maximum(rng.normal(0.3, 1, shape), 0), rng.normal(0, 1, shape)))
    return cases


@exercise(
    """
    Write Grad-CAM. `maps` (rows, columns, channels) are the feature maps of one image, `gradients`, of the same shape,
    how the class's logit changes with each of their numbers. Each map's weight is the mean of its gradients. Return the
    sum of the maps, each times its weight, with negative cells set to 0: shape (rows, columns).
    """,
    cases=maps_and_gradients,
    hints=(
        "Over which axes is the mean taken, if one number is to be left for each map?",
        "First the weights (channels,), then `maps * weights`, then one sum; the ReLU comes last of all.",
        "`weights = gradients.mean(axis=(…, …))`",
    ),
    objectives=(2,),
    afterword="It has as many cells as the layer has places, and no more: anything smoother is drawn in afterwards.",
)
def cam_cells(maps, gradients):
    weights = gradients.mean(axis=(0, 1))
    return np.maximum((maps * weights).sum(axis=-1), 0)


@cam_cells.stub
def cam_cells(maps, gradients):
    cells = ...
    return cells


@cam_cells.alternative
def as_a_matrix_product(maps, gradients):
    rows, columns, channels = maps.shape
    weights = gradients.reshape(-1, channels).sum(axis=0) / (rows * columns)
    return np.clip(maps.reshape(-1, channels) @ weights, 0, None).reshape(rows, columns)


@cam_cells.alternative
def map_by_map(maps, gradients):
    cells = np.zeros(maps.shape[:2])
    for channel in range(maps.shape[-1]):
        cells += np.mean(gradients[..., channel]) * maps[..., channel]
    return np.where(cells > 0, cells, 0.0)


@cam_cells.misconception(
    "The weight of a map is its largest gradient here. Grad-CAM takes the mean, which counts every place of the map."
)
def the_largest_gradient(maps, gradients):
    return np.maximum(maps @ gradients.max(axis=(0, 1)), 0)


@cam_cells.misconception(
    "The weights are sums of the gradients. A mean makes maps of few cells comparable with maps of many."
)
def sums_in_place_of_means(maps, gradients):
    return np.maximum(maps @ gradients.sum(axis=(0, 1)), 0)


@cam_cells.misconception(
    "What speaks *against* a cell is dropped before the sum, by a ReLU on the weights or on each map times its weight. "
    "Add up first, then set to 0."
)
def relu_before_the_sum(maps, gradients):
    return np.maximum(maps * gradients.mean(axis=(0, 1)), 0).sum(axis=-1)


@cam_cells.misconception(
    "The weights are made positive, so a map that speaks against the class speaks for it. ReLU comes last, on the "
    "cells."
)
def weights_without_their_sign(maps, gradients):
    return np.maximum(maps @ np.abs(gradients.mean(axis=(0, 1))), 0)


@cam_cells.misconception("Negative cells are still there: they speak against the class, and Grad-CAM sets them to 0.")
def no_relu(maps, gradients):
    return maps @ gradients.mean(axis=(0, 1))


@cam_cells.misconception(
    "Each place has its own weight here: that is gradient × activation. Grad-CAM takes one weight for a whole map."
)
def a_weight_for_each_place(maps, gradients):
    return np.maximum((maps * gradients).sum(axis=-1), 0)


@cam_cells.misconception(
    "Maps and gradients have changed places: the mean of the *gradients* is the weight, and the *maps* are added up."
)
def maps_and_gradients_exchanged(maps, gradients):
    return np.maximum(gradients @ maps.mean(axis=(0, 1)), 0)


@cam_cells.misconception("That is the mean over the maps. The cells are their weighted *sum*.")
def the_mean_over_the_maps(maps, gradients):
    return np.maximum((maps * gradients.mean(axis=(0, 1))).mean(axis=-1), 0)


@cam_cells.misconception(
    "The maps are added up without their weights: then the class that was asked about does not occur."
)
def no_weights_at_all(maps, gradients):
    return maps.sum(axis=-1)


@cam_cells.misconception(
    "The mean runs over the channels, and gives a weight for each place. It runs over rows and columns: a weight for "
    "each map."
)
def the_mean_over_the_channels(maps, gradients):
    return np.maximum((maps * gradients.mean(axis=-1, keepdims=True)).sum(axis=-1), 0)


@cam_cells.misconception("One weight serves for all maps: the mean of all gradients. Each map has a mean of its own.")
def one_weight_for_all_maps(maps, gradients):
    return np.maximum(maps.sum(axis=-1) * gradients.mean(), 0)


@cam_cells.misconception(
    "Negative gradients are set to 0 before the mean. They speak against the class: take the mean of all, ReLU comes "
    "last."
)
def positive_gradients_alone(maps, gradients):
    return np.maximum(maps @ np.maximum(gradients, 0).mean(axis=(0, 1)), 0)


@cam_cells.misconception("The cells are divided by the largest. That is done for drawing; here they stay as they are.")
def divided_by_the_largest(maps, gradients):
    cells = cam_cells.reference(maps, gradients)
    return cells / cells.max()


def images_and_maps():
    """Images without black pixels, maps of both signs without equal numbers; counts from one pixel to nearly all."""
    cases = []
    for seed, size, count in ((2, (4, 5), 3), (3, (5, 3), 1), (4, (3, 6), 15)):
        rng = np.random.default_rng(seed)
        image = rng.integers(40, 256, size).astype(np.uint8)
        cases.append((image, rng.permutation(image.size).reshape(size) - image.size / 2 + 0.25, count))
    return cases


@exercise(
    """
    Write the step of a deletion test. `image` and `explanation` have the same shape (height, width). Return a copy of
    the image in which the `count` pixels with the *highest* numbers of the explanation are 0, and all others as they
    were. A negative number of the explanation speaks against the class. Leave `image` unchanged.
    """,
    cases=images_and_maps,
    hints=(
        "How do you find the places of the highest numbers, wherever they lie in the two axes?",
        "`np.argsort` of the flattened explanation gives all places, the lowest first. Take the last `count`.",
        "`left.reshape(-1)[np.argsort(explanation, axis=None)[…:]] = 0`",
    ),
    objectives=(4,),
    afterword="Asking the network again after each step gives the deletion curve of an explanation.",
)
def blacked_out(image, explanation, count):
    left = image.copy()
    left.reshape(-1)[np.argsort(explanation, axis=None)[-count:]] = 0
    return left


@blacked_out.stub
def blacked_out(image, explanation, count):
    left = ...
    return left


@blacked_out.alternative
def by_a_threshold(image, explanation, count):
    return np.where(explanation >= np.sort(explanation.ravel())[::-1][count - 1], 0, image)


@blacked_out.alternative
def one_pixel_at_a_time(image, explanation, count):
    left, rest = np.array(image), np.array(explanation, float)
    for _ in range(count):
        place = np.unravel_index(rest.argmax(), rest.shape)
        left[place], rest[place] = 0, -np.inf
    return left


@blacked_out.misconception("These are the pixels with the *lowest* numbers: `np.argsort` begins with them.")
def the_lowest(image, explanation, count):
    return blacked_out.reference(image, -explanation, count)


@blacked_out.misconception(
    "The signs are lost: a pixel that speaks strongly against the class is deleted too. Sort the numbers as they are."
)
def the_largest_magnitudes(image, explanation, count):
    return blacked_out.reference(image, np.abs(explanation), count)


@blacked_out.misconception("These are the brightest pixels. The *explanation* says which are deleted, not the image.")
def the_brightest(image, explanation, count):
    return blacked_out.reference(image, image + np.arange(image.size).reshape(image.shape) / 1e3, count)


@blacked_out.misconception(
    "Here the pixels with the highest numbers are *kept*, and all others deleted. That is an insertion test."
)
def keeps_the_highest(image, explanation, count):
    return image - blacked_out.reference(image, explanation, count)


@blacked_out.misconception("One pixel too few: the `count` highest are deleted, the last of them included.")
def one_too_few(image, explanation, count):
    return blacked_out.reference(image, explanation, count - 1) if count > 1 else image


@blacked_out.misconception("One pixel too many is deleted. `[-count:]` takes exactly `count` places.")
def one_too_many(image, explanation, count):
    return blacked_out.reference(image, explanation, count + 1)


@blacked_out.misconception(
    "The explanation lost its highest numbers here, and not the image its pixels. Delete at the same places of the "
    "image."
)
def deletes_in_the_explanation(image, explanation, count):
    return blacked_out.reference(explanation, explanation, count)


@blacked_out.misconception("The pixels became white. Deleted pixels are black here: 0.")
def turns_white(image, explanation, count):
    return np.where(explanation >= np.sort(explanation.ravel())[::-1][count - 1], 255, image)


@blacked_out.misconception(
    "The image comes back with all its pixels. `flatten()` gives a copy, and what is written there does not reach the "
    "image: `reshape(-1)` shows the image itself."
)
def nothing_is_deleted(image, explanation, count):
    return image.copy()


@blacked_out.misconception("All pixels that speak for the class are deleted. Asked for are the `count` highest alone.")
def all_that_are_positive(image, explanation, count):
    return np.where(explanation > 0, 0, image)


def _sloped(weights):
    """The gradient of a bent score: a function of an image, which gives a slope for each pixel."""

    def gradient(image):
        image = np.asarray(image, float)
        return weights * (1 + image**2 - 0.3 * image * image.sum())

    return gradient


def gradients_and_baselines():
    """Scores whose slope changes on the way; baselines that are not black, darker and brighter than the image."""
    cases = []
    for seed, size, steps in ((1, (2, 3), 4), (2, (3, 3), 7), (3, (4, 2), 2)):
        rng = np.random.default_rng(seed)
        cases.append((_sloped(rng.normal(0, 1, size)), rng.uniform(0.3, 1, size), rng.uniform(0.1, 0.9, size), steps))
    return cases


@exercise(
    """
    This function should compute integrated gradients. `gradient` is a function: an image in, the logit's slope for each
    pixel out. The way from `baseline` to `image` has `steps` equal steps, and the slope is taken in the middle of each.
    The shares should add up, but for the steps' coarseness, to the logit's whole change *on this way*. With a black
    baseline they do. With others they do not. Mend it.
    """,
    cases=gradients_and_baselines,
    hints=(
        "What is special about a black baseline, of all baselines?",
        "A slope times a way is a change. How long is the way here, from where to where, for each pixel?",
        "`return mean_slope * (… - …)`",
    ),
    objectives=(2,),
    afterword="With a black baseline the mistake was invisible: the image *was* the way. Test with what is not zero.",
)
def integrated(gradient, image, baseline, steps):
    middles = (np.arange(steps) + 0.5) / steps
    mean_slope = sum(gradient(baseline + share * (image - baseline)) for share in middles) / steps
    return mean_slope * (image - baseline)


@integrated.repair
def integrated(gradient, image, baseline, steps):
    middles = (np.arange(steps) + 0.5) / steps
    mean_slope = sum(gradient(baseline + share * (image - baseline)) for share in middles) / steps
    return mean_slope * image


@integrated.alternative
def step_by_step(gradient, image, baseline, steps):
    step, shares = (image - baseline) / steps, np.zeros(image.shape)
    for number in range(steps):
        shares += gradient(baseline + (number + 0.5) * step) * step
    return shares


@integrated.misconception(
    "The way is turned round: it leads from the baseline to the image, so the baseline is taken away from the image."
)
def from_the_image_to_the_baseline(gradient, image, baseline, steps):
    return -integrated.reference(gradient, image, baseline, steps)


@integrated.misconception(
    "The mean slope is there, but no way: a slope alone is no share. Multiply it by how far each pixel went."
)
def slopes_alone(gradient, image, baseline, steps):
    return integrated.reference(gradient, image, baseline, steps) / (image - baseline)


@integrated.misconception(
    "The way has lost its direction. Where the baseline is brighter than the image the pixel goes *down*, and its "
    "share "
    "changes sign with it."
)
def a_way_without_direction(gradient, image, baseline, steps):
    return integrated.reference(gradient, image, baseline, steps) / (image - baseline) * np.abs(image - baseline)


@integrated.misconception(
    "The way now starts at black, whatever baseline was given. It should start there; the mistake is in the last line."
)
def starts_at_black(gradient, image, baseline, steps):
    return integrated.reference(gradient, image, np.zeros_like(image), steps)


@integrated.misconception(
    "The last line is right now, but slopes are taken on a way that starts at black. They belong to the way from the "
    "baseline."
)
def slopes_on_another_way(gradient, image, baseline, steps):
    return integrated.reference(gradient, image, np.zeros_like(image), steps) / image * (image - baseline)


@integrated.misconception(
    "The slopes are added up and not divided by their number any more: the shares are `steps` times too large."
)
def a_sum_of_slopes(gradient, image, baseline, steps):
    return steps * integrated.reference(gradient, image, baseline, steps)


@integrated.misconception(
    "This takes the slope at the image alone. One slope says nothing of the bends on the way: the mean was right."
)
def one_slope_at_the_end(gradient, image, baseline, steps):
    return gradient(image) * (image - baseline)


@integrated.misconception(
    "The last line is right now, but the slopes are taken at the *end* of each step. They were right in the middle."
)
def slopes_at_the_ends(gradient, image, baseline, steps):
    ends = (np.arange(steps) + 1) / steps
    return sum(gradient(baseline + share * (image - baseline)) for share in ends) / steps * (image - baseline)


@integrated.misconception(
    "The last line is right now, but the slopes are taken at the *start* of each step. They were right in the middle."
)
def slopes_at_the_starts(gradient, image, baseline, steps):
    starts = np.arange(steps) / steps
    return sum(gradient(baseline + share * (image - baseline)) for share in starts) / steps * (image - baseline)


@integrated.misconception("This multiplies by the baseline. The way is what lies *between* baseline and image.")
def times_the_baseline(gradient, image, baseline, steps):
    return integrated.reference(gradient, image, baseline, steps) / (image - baseline) * baseline


@integrated.misconception(
    "Product before difference: the slope is multiplied by the image alone. The way stands in brackets, `(image - "
    "baseline)`."
)
def no_brackets(gradient, image, baseline, steps):
    return integrated.reference(gradient, image, baseline, steps) / (image - baseline) * image - baseline


@integrated.misconception(
    "The last line is right now, but the slopes are taken from end to end, at `steps` places and both ends among them. "
    "They were right in the middle of each step."
)
def slopes_from_end_to_end(gradient, image, baseline, steps):
    places = np.linspace(0, 1, steps)
    return sum(gradient(baseline + share * (image - baseline)) for share in places) / steps * (image - baseline)
