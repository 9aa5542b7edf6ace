#include "core/data/fingerprint.h"

#include <zlib.h>

#include <cstdio>

namespace accumulus {

namespace {

class Checksum
{
public:
    template <typename Values>
    void add(const Values& values)
    {
        if (!values.empty()) // for no address zlib gives the checksum of nothing
            m_sum = crc32_z(m_sum, reinterpret_cast<const Bytef*>(values.data()),
                            values.size() * sizeof values[0]);
    }

    std::string text() const
    {
        char digits[16];
        std::snprintf(digits, sizeof digits, "%08lx", m_sum);
        return digits;
    }

private:
    uLong m_sum = 0;
};

} // namespace

std::string fingerprint(const TrainingData& data, bool withValues)
{
    std::string text = std::to_string(data.training.rowCount()) + " + "
        + std::to_string(data.validation.rowCount()) + " rows, "
        + std::to_string(data.training.featureCount) + " features";
    if (data.training.isClassification())
        text += ", " + std::to_string(data.training.classNames.size()) + " classes";
    if (!withValues)
        return text;
    Checksum checksum;
    for (const Dataset* part : {&data.training, &data.validation}) {
        checksum.add(part->features);
        checksum.add(part->targets);
        checksum.add(part->weights);
        for (const std::string& name : part->classNames)
            checksum.add(name);
    }
    return text + ", " + checksum.text();
}

} // namespace accumulus
