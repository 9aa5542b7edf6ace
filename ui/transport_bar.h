#pragma once

#include "core/train/training_session.h"
#include "ui/chart_spec.h"

#include <QToolBar>

class QAction;
class QComboBox;
class QLabel;
class QMenu;
class QSlider;
class QToolButton;

namespace accumulus {

/// The toolbar: start, pause, one micro-batch, reset; speed; what all charts share; export.
/// Announces what the user wants, decides nothing. Space starts and pauses, the right arrow steps,
/// Ctrl+R resets; while a text or a number is typed these keys are the editor's.
class TransportBar : public QToolBar
{
    Q_OBJECT
public:
    explicit TransportBar(QWidget* parent = nullptr);

    /// Enables what makes sense now; the label of the speed counts in updates of N micro-batches.
    void setStatus(const SessionStatus& status);

    double speed() const;                        ///< micro-batches per second
    void setSpeed(double microBatchesPerSecond); ///< emits if it is another one
    const ChartOptions& chartOptions() const { return m_options; }
    void setChartOptions(const ChartOptions& options); ///< does not emit
    void setExportMenu(QMenu* menu);

    QAction* startAction() const { return m_start; }
    QAction* pauseAction() const { return m_pause; }
    QAction* stepAction() const { return m_step; }
    QAction* resetAction() const { return m_reset; }
    QSlider* speedSlider() const { return m_speed; }
    QSlider* smoothingSlider() const { return m_smoothing; }
    QComboBox* xAxisBox() const { return m_xAxis; }
    QString speedLabel() const;

signals:
    void startRequested();
    void pauseRequested();
    void stepRequested();
    void resetRequested();
    void speedChanged(double microBatchesPerSecond);
    void chartOptionsChanged(const accumulus::ChartOptions& options);

protected:
    void changeEvent(QEvent* event) override; // language, palette
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeActions();
    void makeSpeed();
    void makeChartOptions();
    QLabel* addLabel();
    void addGap();
    void setCompact(bool compact);
    void fit(); ///< Compact where there is no room for all words: nothing hides behind an arrow.
    void showSpeed();
    void showSmoothing();
    void retranslate();

    QAction* m_start;
    QAction* m_pause;
    QAction* m_step;
    QAction* m_reset;
    QLabel* m_speedTitle;
    QSlider* m_speed;
    QLabel* m_speedText;
    QLabel* m_xAxisTitle;
    QComboBox* m_xAxis;
    QLabel* m_smoothingTitle;
    QSlider* m_smoothing;
    QLabel* m_smoothingText;
    QToolButton* m_export;
    ChartOptions m_options;
    double m_microBatchesPerUpdate = 1.0;
    int m_fullWidth = 0; ///< that it needs if it is not compact
};

} // namespace accumulus
