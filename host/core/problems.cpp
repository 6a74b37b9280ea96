#include "host/core/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace radsweep {
namespace {

constexpr ProblemInfo kProblems[] = {
    {"E100", "The file is not an image, or its header makes no sense.",
     "An interrupted copy leaves an empty file or zeros; or the path names another kind of file.",
     "Look at the path in the table of cases; copy or export the file again."},
    {"E101", "The file ends before all voxels that its header announces.",
     "An interrupted copy, download or export. Some programs read such files and fill up with zeros.",
     "Copy or export the file again."},
    {"E102", "Voxel data cannot be decoded: a checksum, a compressed stream or a number is wrong.",
     "Bytes were altered after the file was written: a faulty disk or transfer.",
     "Copy or export the file again; `gzip -t FILE` tests a compressed one."},
    {"E103", "The file goes on after all voxels that its header announces.",
     "The header does not describe this data, or something was appended to the file.", "Export the file again."},
    {"E104", "The image is larger than this program accepts.",
     "A whole-slide image, or a file made to exhaust the memory of whoever reads it.",
     "Crop the image to the region around the ROI."},
    {"E105", "The file changed while it was read.", "Another program is still writing it.",
     "Run again when the file is complete."},
    {"E106", "One file of a pair is missing: the header or the data it names.",
     "Formats such as .hdr/.img, .nhdr and .mhd keep header and voxels in two files; one was left behind.",
     "Copy both files, or convert to one file (.nii.gz, .nrrd, .mha)."},
    {"E110", "The file cannot be opened.",
     "A wrong path, a dangling link, or missing permission. Relative paths start at the folder of the table of cases.",
     "Check the path and that you may read the file."},
    {"E111", "The path is not a regular file but a folder, a pipe or a device.",
     "The table of cases names a folder, for example of a DICOM series.", "Name the image file itself."},
    {"E130", "The header names data outside its own folder, or in several files.",
     "Such headers can make a reader open any file, so they are refused.",
     "Put the data file beside the header, or convert to one file."},
    {"E131", "The image uses a rare way of storing its data.", "A seldom used encoding or layout of the format.",
     "Convert to .nii.gz, or to .nrrd or .mha with raw or gzip data."},
    {"E201", "The image size in the header is not possible.", "A damaged header, or a faulty exporter.",
     "Export the file again."},
    {"E202", "The image has more than three dimensions.", "A time series, a diffusion series or a multi-channel image.",
     "Extract the one 3-D volume that is meant."},
    {"E203", "The header announces far more voxels than the file can hold.", "A damaged header.",
     "Export the file again."},
    {"E204", "The voxel spacing is zero, infinite or not a number.",
     "A faulty exporter. The true size cannot be known.",
     "Export the file again, or correct the header if you know the spacing."},
    {"E205", "vox_offset, the place where voxels start in a NIfTI file, is impossible.", "A damaged header.",
     "Export the file again."},
    {"E206", "The intensity scaling of the file is infinite or not a number.", "A damaged header.",
     "Export the file again."},
    {"E207", "The pixel type is not one real number per voxel.",
     "A colour image, complex numbers, or several components.", "Convert to one component of int16 or float32."},
    {"E211", "The orientation matrix is singular or sheared.",
     "A registration wrote an affine transform into the header. Voxels would not be boxes.",
     "Resample the image onto an orthogonal grid."},
    {"E230", "The image format is not supported.",
     "PNG, JPEG, TIFF or DICOM was given; the first three hold no voxel size.", "Convert to NIfTI, NRRD or MetaImage."},
    {"E320", "The label, or the component of the mask, is not there.", "The ROI was saved under another number.",
     "Choose one of the labels listed in the message: --label, setting label, or the column Label."},
    {"E321", "The mask holds one value only.", "Nothing was drawn, or everything; PyRadiomics 3.0.1 refuses both.",
     "Draw the ROI, or check the file."},
    {"E322", "The ROI is too small: a single voxel, too few dimensions, or too few voxels.",
     "minimumROIDimensions (default 2) and minimumROISize decide; a single voxel is always refused.",
     "Draw a larger ROI, or lower these settings if that is intended."},
    {"E323", "Image and mask do not lie on the same grid.",
     "The mask was drawn on another series, or one of the two was resampled or saved with rounded numbers.",
     "Set correctMask: true to resample the mask, or raise geometryTolerance for rounding."},
    {"E324", "The mask holds a value that is no label: negative, fractional or not a number.",
     "Labels are whole numbers from 0 to 4294967295; Image and Mask may be swapped.", "Check the columns of the case."},
    {"E325", "No ROI is left on the new grid, or it reaches outside the image.",
     "Resampling or correctMask: the ROI is smaller than the new voxels, or lies beside the image.",
     "Choose a finer resampledPixelSpacing, or check that image and mask belong together."},
    {"E326", "Resegmentation leaves no ROI.", "resegmentRange does not fit the intensities of this image.",
     "Widen the range; remember that it acts on normalised and resampled intensities."},
    {"E401", "The ROI holds values that are not finite numbers.", "A division by zero in earlier processing.",
     "Repair the image, or redraw the ROI around these voxels."},
    {"E402", "There would be too many grey levels.", "A small binWidth on a wide range of intensities.",
     "Choose a larger binWidth, or binCount."},
    {"E403", "The image cannot be normalised.",
     "All voxels that the z-score looks at are equal, or one is not a number.",
     "Set normalize: false for this case, or leave it out."},
    {"E501", "The table of cases cannot be read as CSV.",
     "A spreadsheet file instead of CSV, UTF-16 or Latin-1 text, or a quote that is never closed.",
     "Export the table as CSV in UTF-8; the message names line and column."},
    {"E502", "The column Image or Mask is missing from the table of cases.",
     "The first line must name the columns, exactly so. Separators are comma, semicolon or tab.", "Rename the column."},
    {"E503", "A column name occurs twice in the table of cases.", "Which of them is meant cannot be known.",
     "Rename or remove one."},
    {"E504", "A column of the table of cases has the name of an output column.",
     "Results of an earlier run were used as table of cases; input columns are copied to the output.",
     "Rename the column, or remove the results."},
    {"E505", "The table of cases holds no case.", "The file is empty, or has a header only.",
     "List one case per line."},
    {"E506", "A row lacks its image or its mask.", "An empty cell.", "Fill the cell, or remove the row."},
    {"E507", "Label or Label_channel of a row is not a whole number.",
     "Labels count from 1, channels from 0; a list of labels needs one row per label.", "Correct the cell."},
    {"E508", "A row has more cells than there are columns.", "A path or a text holds the separator.",
     "Put that cell in double quotes."},
    {"E530", "The self-test of a device, or of this program, gave a wrong answer.",
     "Faulty memory, a broken driver, or a processor without the instructions that this program was built for.",
     "Do not trust this device; `radsweep doctor` repeats the test. --device cpu leaves GPUs alone."},
    {"E531", "The last CUDA device failed during the run, which stopped.",
     "An uncorrectable memory error, a hung kernel, a removed device, or a driver fault. Nothing was written.",
     "Run again; --on-device-lost cpu goes on with the CPU in such a case."},
    {"E532", "--device cuda was given, but no CUDA device can be used.",
     "No driver, no device, a device too old for this program, one that failed the self-test, or a build without CUDA.",
     "`radsweep doctor` tells which; --device auto falls back to the CPU, with the same values."},
    {"E533", "There is no CUDA device of the index given.",
     "Indices count the devices that this process sees; CUDA_VISIBLE_DEVICES changes them.",
     "Use an index that the message lists."},
    {"E534", "The case does not fit into the device memory that may be used.",
     "A very large region, or a small --gpu-mem; --device cuda does not fall back to the CPU for this.",
     "Use --device auto, or give --gpu-mem more."},
    {"E540", "The parameter file cannot be read as YAML or JSON.",
     "A tab in the indentation, an open bracket or quote, another encoding, or an empty file.",
     "Go to the line and column in the message; indent with spaces."},
    {"E541", "The parameter file is too large, nested too deeply, or uses anchors, aliases or tags.",
     "Parameters are plain maps, lists and values; references can make a small file grow without bounds.",
     "Write values out; check that this is a parameter file."},
    {"E542", "A name in the parameters is unknown: a key, an image type, a class, a feature or a preset.",
     "A misspelt name; upper and lower case count. A mistake that is ignored would change results silently.",
     "Use the name suggested; `radsweep params` prints all keys, `radsweep features` all features."},
    {"E543", "A parameter has the wrong type.",
     "Text in place of a number, one number in place of a list, yes in place of true.",
     "Write it as the message says; `radsweep params` prints an example of every key."},
    {"E544", "The value of a parameter is not allowed.", "It is out of range, or not one of the known names.",
     "Choose a value that the message lists."},
    {"E545", "A key is given twice in the same place of a parameter file.",
     "Only one could count, and programs differ in which.", "Remove one."},
    {"E546", "PyRadiomics knows this, but it is not built here yet.",
     "Shape features, the filters LoG, Gradient and LBP, some interpolators and wavelets.",
     "Remove it from the parameter file, or compute these columns with PyRadiomics."},
    {"E547", "The parameters on the command line are not understood.",
     "A setting without KEY:VALUE, or both --param and --preset.",
     "Write --setting KEY:VALUE, for example --setting binWidth:10 --setting distances:1,2."},
    {"E548", "No feature is left to compute.",
     "Every feature named is an old name for which PyRadiomics gives no column.", "Name other features."},
    {"E601", "There is not enough memory for this image.", "The image is larger than the memory of this machine.",
     "Crop the image, use fewer threads (-j), or a machine with more memory."},
    {"E701", "A file cannot be written.", "The folder is missing, read-only, or the disk is full.",
     "Check the output folder and its free space, then run again."},
    {"E702", "The image does not fit into the NIfTI-1 format.",
     "An axis of more than 32767 voxels, or several components.", "Crop the image."},
    {"E710", "The output exists already.", "Results are never overwritten or mixed with those of another run.",
     "Choose another name with -o, or move the old one away."},
    {"E711", "An option of the command line is out of range.", "The message names the option and its limits.",
     "Correct the option."},
    {"W120", "The name of a file and its content disagree.",
     "For example plain content under a .gz name. The content was believed.", "Rename the file."},
    {"W204", "The voxel spacing in the header is negative, or 0 along an axis of one slice.",
     "Negative spacing is read as a flipped axis, as ITK does; 0 along one slice becomes 1.",
     "Check orientation and spacing."},
    {"W205", "Lengths in the header are not in millimetres.",
     "The spacing is converted; the origin is taken as it is, as ITK does.",
     "Nothing, if the physical size looks right."},
    {"W206", "scl_slope is 0 but scl_inter is not.",
     "A slope of 0 means: no scaling; the intercept is added, as ITK does.", "Set scl_slope to 1 or scl_inter to 0."},
    {"W211", "The orientation was made orthogonal.", "The axes in the header deviate by rounding errors.",
     "Nothing, if the deviation named is tiny."},
    {"W212", "The two orientations of a NIfTI header, qform and sform, disagree.",
     "A program changed one of them. Programs that prefer the other see the image elsewhere.",
     "Make them equal with the tool that is right."},
    {"W402", "A filtered image has no finite values in the ROI; its features are undefined.",
     "All voxels are 0, values beside the ROI are not numbers, or the filter overflows.",
     "Leave this image type out for the case, or repair the image."},
    {"W403", "A filtered image holds nothing but rounding errors; its texture features mean nothing.",
     "A one-slice image does not vary along z, so high-pass wavelet bands along z are 0 up to rounding.",
     "Give the whole volume with an ROI in one slice, or leave these features out."},
    {"W520", "The device ran out of memory; the case was computed on the CPU, with the same values.",
     "Another program uses the device's memory.", "Use a device of your own, or give --gpu-mem less."},
    {"W521", "The case does not fit into the device memory that may be used; it was computed on the CPU.",
     "A very large region, or a small --gpu-mem.", "Give --gpu-mem more, if the device has it."},
    {"W522", "A device failed while it had the case; it was computed on the CPU, with the same values.",
     "A fault of the device or its driver.", "`radsweep doctor` tests the device."},
};

std::string upper(std::string_view code) {
  std::string out(code);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

}  // namespace

std::span<ProblemInfo const> problem_catalogue() { return kProblems; }

ProblemInfo const* find_problem(std::string_view code) {
  auto const at = std::find_if(std::begin(kProblems), std::end(kProblems),
                               [wanted = upper(code)](ProblemInfo const& p) { return p.code == wanted; });
  return at == std::end(kProblems) ? nullptr : &*at;
}

std::string explain_problem(std::string_view code) {
  ProblemInfo const* const p = find_problem(code);
  if (p == nullptr)
    throw FatalError(ExitCode::kUsage, {"", fmt::format("there is no code '{}'", code), "",
                                        "codes are a letter and three digits, such as E101 or W204",
                                        "`radsweep explain` lists all of them", ""});
  return fmt::format("{}  {}\n  cause  {}\n  cure   {}\n", p->code, p->meaning, p->cause, p->cure);
}

std::string list_problems() {
  std::string out;
  for (ProblemInfo const& p : kProblems) out += fmt::format("{}  {}\n", p.code, p.meaning);
  return out;
}

Problem not_enough_memory() {
  return {"E601",
          "not enough memory for this case",
          "allocation failed",
          "the image, or the grid it is resampled to, is too large for this machine",
          "use a machine with more memory, crop the image, or choose a coarser resampledPixelSpacing",
          ""};
}

}  // namespace radsweep
