"""CNNs by hand: the helper package of the course. A word on every room.

For the lessons: what a learner imports, each word one idea. NumPy alone:

kernels           named kernels: sobel_x, sharpen, box_blur(size) …
convolution       cross_correlate, convolve, pad, sliding_windows
geometry          where the windows stand: output_size, geometry, pixels_read, times_read
pooling           max_pool, average_pool, global_average_pool
invariance        the meter: how much an answer changes when the image moves
nearest           the plainest classifier: copy the class of the most similar example
receptive_field   how much of the image one unit sees
transposed        the way back through a convolution: its matrix turned, stamps, checkerboards
likeness          how far drawn images are from others, and how sharp they are
activations       relu, sigmoid and tanh with their slopes, softmax
dropout           dropout and spatial dropout, with inverted scaling
normalization     rescale, standardize, layer_norm, BatchNorm with its two modes
backward          the way back through convolution and pooling: cross_correlate_backward …
backward_layers   the way back through dense layers, ReLU, batch norm, softmax with cross-entropy
gradient_check    a gradient measured by differences, to hold a formula against
own_network       assemble(): what a learner wrote in the exercises, trained as one network
own_parts         which of their answers fit into it, and how
numpy_network     that network itself, in NumPy alone, with the course's own parts
layers_by_hand    the layers of a Keras model in NumPy
stored            networks and histories trained before, from small files: what a page shows
stored_backward   the way back through such a network
mistakes          mistakes on the way back, each trained to its end: stored curves, and what each cost
fashion_mnist     load("train"), load("validation"), and the one final_exam(model)
cifar10           the photographs that `course data cifar10` fetches: available(), load, final_exam
images            tiny images to check by hand, a photograph, and from_folder: your own photographs
coloured_garments garments with a hue on a ground, for tasks whose truth is known

With Keras, which is imported when it is first needed:

quiet             Keras and TensorFlow without start-up lines
layer_table       a network as a table: shapes, parameters and multiplications by formula
models            the Keras models of the course
residual          networks of any depth, with shortcuts and without
batches           what goes into a training: images chosen, shuffled, changed on the fly
training          one silent training from a seed, its accuracy, the loss of each batch
learning_rate     one_cycle: a learning rate that rises and falls once
recipes           the settings with which the course trains its networks
inside            feature maps and gradients of a network
logits            what a network answers, and without its softmax
explanations      occlusion, saliency, integrated_gradients, grad_cam: of one answer to one image
relu_rules        three ways back through ReLU, and what guided backpropagation draws
controls          what an explanation is held against: random weights, a planted mark, deletion
maximisation      the image that one class likes best
augmentation      random changes of images, and what a network makes of them
experiments       first steps, answers in both modes, a sweep of learning rates
clinic            networks that run and are wrong, and the instruments that find out why
generators        decoders and autoencoders that draw garments
doctor            is this machine ready?

And what is seen and answered:

drawing           finished arrays in, pictures out that describe themselves
explorers         one idea each, moved by keyboard or mouse: GeometryExplorer and others
exercises         one bank a lesson: .check(answer), .hint(), .solution()
inventory         twenty questions before the course and after it, each for a misconception: InventoryForm("A")
classroom         what a class has tried and solved, and its commonest mistakes: course progress FOLDER
review            three questions on earlier lessons, with new numbers each time: WarmUp("03")

For whoever writes lessons: these serve the rooms above.

lessons           the one table of lessons: number, file, title, minutes, bank, what it builds on and teaches
numbers           how a number, a count, a shape is written
colours           what each colour means, and colours of signed values
arrays            what a learner may hand over: arrays and own images; and what is said otherwise
image_files       pictures in files, opened with care
image_folders     pictures in a folder of folders, one a class
page_pictures     a learner's picture as the browser hands it over
page_data         small files of data that a page fetches
files             files written whole or not at all
zips              what a damaged ZIP says when it is read
one_thread        NumPy in one thread for a while
checking          the engine of the exercises: an answer runs beside the reference and beside known mistakes
figures           the SVG files in figures/, drawn by code

For the web site, where Python runs in the page:

in_browser        an explorer as plain controls, a check as HTML: what the page's worker asks, in JSON

For whoever keeps the course:

commands          the command `course`: lab, test, refresh, figures, release, progress, inventory, review, forget,
                  site
"""

import os

# Read by TensorFlow when it is imported, which may be much later. 3: errors only.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
