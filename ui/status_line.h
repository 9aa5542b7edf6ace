#pragma once

#include "ui/rate_meter.h"
#include "ui/run.h"

#include <QElapsedTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QProgressBar;

namespace accumulus {

class FittedLabel;

/// The line at the foot of the window: what the live run does, how fast, in which units its losses
/// are, and how far it is if a stop is set.
class StatusLine : public QWidget
{
    Q_OBJECT
public:
    explicit StatusLine(QWidget* parent = nullptr);

    /// Once a frame; the words follow a few times a second, so that they can be read.
    void show(const Run& run);
    /// The words too are of now.
    void showNow();

    QString text() const;

protected:
    void changeEvent(QEvent* event) override; // language, palette
    void paintEvent(QPaintEvent* event) override;

private:
    static QStringList computeTexts(const ComputeOptions& wanted, const SessionStatus& status);
    void showText();
    void showProgress();

    QLabel* m_state;
    FittedLabel* m_text;
    QLabel* m_unit;
    QProgressBar* m_progress;
    QLabel* m_left;
    QElapsedTimer m_clock;
    RateMeter m_rate;
    int m_runId = 0;
    Experiment m_experiment;
    SessionStatus m_status;
    /// Ms: the words change a few times a second, so that they can be read.
    qint64 m_shownAt = -1000;
};

} // namespace accumulus
