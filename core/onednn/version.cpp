#include "core/onednn/version.h"

#include <oneapi/dnnl/dnnl.h>

namespace accumulus {

std::string oneDnnVersion()
{
    const dnnl_version_t* version = dnnl_version();
    return "oneDNN " + std::to_string(version->major) + '.' + std::to_string(version->minor) + '.'
        + std::to_string(version->patch);
}

} // namespace accumulus
