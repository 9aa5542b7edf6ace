#pragma once

#include "core/train/experiment.h"

#include <QWidget>

class QLabel;

namespace accumulus {

/// What N and b come to: samples that an update really gets, updates and micro-batches per epoch,
/// and in words what the epoch's last window gets.
class ReadOuts : public QWidget
{
    Q_OBJECT
public:
    explicit ReadOuts(QWidget* parent = nullptr);

    /// \a trainingRows: 0 if they are not known.
    void show(const Hyperparameters& settings, int trainingRows);

    QString samplesPerUpdate() const;
    QString updatesPerEpoch() const;
    QString microBatchesPerEpoch() const;
    QString sentence() const;

protected:
    void changeEvent(QEvent* event) override; // language, palette

private:
    void retranslate();
    void update();

    QLabel* m_sizeLabel;
    QLabel* m_size;
    QLabel* m_updatesLabel;
    QLabel* m_updates;
    QLabel* m_microBatchesLabel;
    QLabel* m_microBatches;
    QLabel* m_sentence;
    Hyperparameters m_settings;
    int m_rows = 0;
};

} // namespace accumulus
