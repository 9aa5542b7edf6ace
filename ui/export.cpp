#include "ui/export.h"

#include "core/file/output_file.h"
#include "core/record/run_csv.h"
#include "ui/chart_panel.h"
#include "ui/file_path.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QPainter>

#include <filesystem>
#include <stdexcept>

namespace accumulus {
namespace {

constexpr QSize chartSize(960, 420); // of one chart on the page
constexpr qreal imageScale = 2.0;

struct ExportText
{
    Q_DECLARE_TR_FUNCTIONS(Export)
};

void writeFile(const QString& path, const QByteArray& content)
{
    OutputFile file(filePath(path));
    file.stream().write(content.constData(), content.size());
    file.commit();
}

QByteArray pngOf(const QImage& picture)
{
    QByteArray content;
    QBuffer buffer(&content);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    return content;
}

QByteArray pngOfCharts(const std::vector<ChartPanel*>& charts)
{
    const QSize pageSize(chartSize.width(), chartSize.height() * static_cast<int>(charts.size()));
    QImage page(pageSize * imageScale, QImage::Format_RGB32);
    page.setDevicePixelRatio(imageScale);
    page.fill(Qt::white);
    QPainter painter(&page);
    int top = 0;
    for (const ChartPanel* chart : charts) {
        painter.drawImage(QPoint(0, top), chart->renderImage(chartSize, imageScale));
        top += chartSize.height();
    }
    painter.end();
    return pngOf(page);
}

/// The drawing of one chart, to stand inside another at \a top: without the XML declaration, with a
/// place.
QByteArray placedSvg(const ChartPanel& chart, int top)
{
    const QByteArray drawing = chart.renderSvg(chartSize);
    constexpr QByteArrayView tag("<svg ");
    const qsizetype begin = drawing.indexOf(tag);
    // The drawing's own width and height are in millimetres; its viewBox is in our units.
    const qsizetype viewBox = drawing.indexOf("viewBox", begin);
    return QByteArrayLiteral("<svg x=\"0\" y=\"") + QByteArray::number(top) + "\" width=\""
        + QByteArray::number(chartSize.width()) + "\" height=\""
        + QByteArray::number(chartSize.height()) + "\" " + drawing.mid(viewBox);
}

QByteArray svgOfCharts(const std::vector<ChartPanel*>& charts)
{
    const QByteArray width = QByteArray::number(chartSize.width());
    const QByteArray height =
        QByteArray::number(chartSize.height() * static_cast<int>(charts.size()));
    QByteArray page = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                      "xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\""
        + width + "\" height=\"" + height + "\" viewBox=\"0 0 " + width + ' ' + height + "\">\n";
    int top = 0;
    for (const ChartPanel* chart : charts) {
        page += placedSvg(*chart, top);
        top += chartSize.height();
    }
    return page + "</svg>\n";
}

struct ChartFormat
{
    const char* suffix;
    QByteArray (*draw)(const std::vector<ChartPanel*>&);
};
constexpr std::array chartFormatTable{ChartFormat{"png", pngOfCharts},
                                      ChartFormat{"svg", svgOfCharts}};

} // namespace

void exportRuns(const std::vector<const Run*>& runs, const QString& path)
{
    std::vector<NamedHistory> histories;
    for (const Run* run : runs) {
        if (!run->history.isEmpty()) {
            histories.push_back({run->name.toStdString(), &run->history});
        }
    }
    if (histories.empty()) {
        throw std::runtime_error(
            ExportText::tr("No run has a curve yet: nothing was written to %1.")
                .arg(path)
                .toStdString());
    }
    OutputFile file(filePath(path));
    writeRuns(file.stream(), histories);
    file.commit();
}

void exportExperiment(const Experiment& experiment, const QString& path)
{
    writeFile(path, QByteArray::fromStdString(toJson(experiment)));
}

void exportCharts(const std::vector<ChartPanel*>& charts, const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    for (const ChartFormat& format : chartFormatTable) {
        if (suffix == QLatin1String(format.suffix)) {
            writeFile(path, format.draw(charts));
            return;
        }
    }
    throw std::runtime_error(ExportText::tr("%1: charts are saved as %2.")
                                 .arg(path, chartFormats().join(QStringLiteral(", ")))
                                 .toStdString());
}

void exportPicture(const QImage& picture, const QString& path)
{
    writeFile(path, pngOf(picture));
}

QStringList chartFormats()
{
    QStringList suffixes;
    for (const ChartFormat& format : chartFormatTable)
        suffixes << QLatin1String(format.suffix);
    return suffixes;
}

} // namespace accumulus
