/// The CPU backend: filters every image of a ROI, then computes the images' features side by side.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numeric>

#include "host/backend/backend.hpp"
#include "host/backend/image_features.hpp"
#include "host/backend/image_filters.hpp"
#include "host/backend/image_problems.hpp"
#include "host/core/parallel.hpp"
#include "kernels/features/catalogue.hpp"

namespace radsweep {
namespace {

/// Lends objects that are costly to make; as many exist as were ever in use at once.
template <class T>
class Pool {
 public:
  template <class Make>
  std::unique_ptr<T> take(Make make) {
    std::lock_guard const lock(mutex_);
    if (free_.empty()) return make();
    auto out = std::move(free_.back());
    free_.pop_back();
    return out;
  }
  void give_back(std::unique_ptr<T> object) {
    std::lock_guard const lock(mutex_);
    free_.push_back(std::move(object));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> free_;
};

/// One image of the ROI, waiting for its features.
struct PendingImage {
  std::string name;
  RoiGrid const* grid = nullptr;
  ImageTypePlan const* plan = nullptr;
  std::vector<double> values;  ///< of the ROI voxels
  PixelType type = PixelType::kFloat64;
};

/// One grid for all image types whose settings give the same, under the first of them.
using Grids = std::map<ImageTypePlan const*, RoiGrid>;

class CpuBackend final : public Backend {
 public:
  CpuBackend(int jobs, LaneOrder order) : jobs_(jobs), order_(order) {}

  std::string info() const override { return fmt::format("cpu, {} thread(s)", jobs_); }
  bool supports(ExtractionPlan const&) const override { return true; }
  Ticket submit(std::shared_ptr<ExtractionPlan const> plan, std::vector<PreparedCase> batch) override;
  std::vector<Result<FeatureRow>> collect(Ticket ticket) override;

 private:
  Result<FeatureRow> extract(ExtractionPlan const& plan, PreparedCase const& roi);
  std::vector<PendingImage> filter(ExtractionPlan const& plan, PreparedCase const& roi, Grids const& grids,
                                   FeatureRow& row);

  int jobs_;
  LaneOrder order_;
  Pool<ImageFilter> filters_;
  Pool<ItemScratch> scratch_;
  std::mutex mutex_;
  std::uint64_t next_ticket_ = 1;
  std::map<std::uint64_t, std::vector<Result<FeatureRow>>> done_;
};

Ticket CpuBackend::submit(std::shared_ptr<ExtractionPlan const> plan, std::vector<PreparedCase> batch) {
  std::vector<Result<FeatureRow>> rows(batch.size(), Result<FeatureRow>(FeatureRow{}));
  parallel_for(static_cast<std::int64_t>(batch.size()), jobs_, [&](std::int64_t k) {
    auto const i = static_cast<std::size_t>(k);
    complete(batch[i]);
    rows[i] = extract(*plan, batch[i]);
  });
  std::lock_guard const lock(mutex_);
  done_.emplace(next_ticket_, std::move(rows));
  return {next_ticket_++};
}

std::vector<Result<FeatureRow>> CpuBackend::collect(Ticket ticket) {
  std::lock_guard const lock(mutex_);
  auto node = done_.extract(ticket.id);
  return std::move(node.mapped());
}

Grids::const_iterator find_grid(Grids const& grids, ImageTypePlan const& type) {
  return std::find_if(grids.begin(), grids.end(),
                      [&](auto const& entry) { return same_grid(entry.first->settings, type.settings); });
}

Grids make_grids(ExtractionPlan const& plan, PreparedCase const& roi) {
  Grids out;
  for (ImageTypePlan const& type : plan.image_types) {
    if (find_grid(out, type) != out.end()) continue;
    out.emplace(&type, make_roi_grid(roi.roi, roi.input.geometry.spacing, type.settings));
  }
  return out;
}

std::vector<PendingImage> CpuBackend::filter(ExtractionPlan const& plan, PreparedCase const& roi, Grids const& grids,
                                             FeatureRow& row) {
  std::vector<PendingImage> out;
  auto filter = filters_.take([&] { return std::make_unique<ImageFilter>(order_); });
  for (ImageTypePlan const& type : plan.image_types) {
    std::vector<std::string> const names = image_names(type);
    RoiGrid const& grid = find_grid(grids, type)->second;
    filter->run(type, roi.input, roi.max_abs, roi.roi.box, [&](FilteredImage const& image) {
      PendingImage pending{names[static_cast<std::size_t>(image.index)], &grid, &type, {}, image.type};
      pending.values.reserve(grid.in_roi_box.size());
      for (std::int32_t k : grid.in_roi_box) pending.values.push_back(image.values[k]);
      if (image.rounding_noise) row.warnings.push_back(noise_only(pending.name));
      out.push_back(std::move(pending));
    });
  }
  filters_.give_back(std::move(filter));
  return out;
}

Result<FeatureRow> CpuBackend::extract(ExtractionPlan const& plan, PreparedCase const& roi) {
  FeatureRow row;
  auto const grids = make_grids(plan, roi);
  std::vector<PendingImage> images = filter(plan, roi, grids, row);
  std::size_t const width = values_per_image(plan.classes);
  row.values.assign(images.size() * width, std::nan(""));
  std::vector<std::optional<Problem>> problems(images.size());
  std::vector<std::uint8_t> undefined(images.size());
  Vec3 const& mm = roi.input.geometry.spacing;
  double const voxel_volume = mm[0] * mm[1] * mm[2];
  parallel_for(static_cast<std::int64_t>(images.size()), jobs_, [&](std::int64_t k) {
    auto const i = static_cast<std::size_t>(k);
    PendingImage const& image = images[i];
    undefined[i] = !std::all_of(image.values.begin(), image.values.end(), [](double v) { return std::isfinite(v); });
    if (undefined[i]) return;
    auto scratch = scratch_.take([] { return std::make_unique<ItemScratch>(); });
    ImageItem const item{image.grid,    &image.plan->settings,
                         &plan.classes, {image.values.data(), static_cast<std::int64_t>(image.values.size())},
                         image.type,    voxel_volume};
    problems[i] = image_features(item, order_, *scratch, row.values.data() + i * width);
    scratch_.give_back(std::move(scratch));
  });
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (problems[i]) {
      return of_image(*problems[i], images[i].name);
    }
    if (undefined[i]) row.warnings.push_back(not_finite(images[i].name));
  }
  return row;
}

}  // namespace

std::unique_ptr<Backend> make_cpu_backend(int jobs, LaneOrder order) {
  return std::make_unique<CpuBackend>(jobs, order);
}

std::vector<std::string> feature_names(ExtractionPlan const& plan) {
  std::vector<std::string> out;
  for (ImageTypePlan const& type : plan.image_types) {
    for (std::string const& image : image_names(type)) {
      for (FeatureClassPlan const& c : plan.classes) {
        ClassCatalogue const& catalogue = kCatalogue[static_cast<std::size_t>(c.feature_class)];
        for (int f : c.features)
          out.push_back(fmt::format("{}_{}_{}", image, catalogue.name, catalogue.features[f].name));
      }
    }
  }
  return out;
}

}  // namespace radsweep
