#include "core/train/semantics.h"

#include "core/named_row.h"

namespace accumulus {

const std::vector<SemanticsPreset>& semanticsPresets()
{
    static const std::vector<SemanticsPreset> table{
        {"correct",
         "sample-weighted mean; what the end of an epoch leaves is applied, divided by its real "
         "samples",
         {}},
        {"tutorial",
         "gradients are summed, so the step grows with N; what the end of an epoch leaves is "
         "neither "
         "applied nor cleared and leaks into the next window",
         {.reduction = Reduction::Sum,
          .partialWindow = PartialWindow::Leak,
          .clipping = Clipping::Sum}},
    };
    return table;
}

const SemanticsPreset& semanticsPreset(std::string_view name)
{
    return namedRow(semanticsPresets(), name, "preset");
}

} // namespace accumulus
