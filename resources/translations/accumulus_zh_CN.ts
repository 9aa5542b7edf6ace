<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ChartReadOut</name>
    <message>
        <source>raw</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>at</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>mean (smallest…largest) of %1 updates</source>
        <translation>%1 次更新的均值（最小…最大）</translation>
    </message>
</context>
<context>
    <name>ChartSpec</name>
    <message>
        <source>updates</source>
        <translation>更新次数</translation>
    </message>
    <message>
        <source>update %1</source>
        <translation>第 %1 次更新</translation>
    </message>
    <message>
        <source>micro-batches</source>
        <translation>微批次</translation>
    </message>
    <message>
        <source>micro-batch %1</source>
        <translation>第 %1 个微批次</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>sample %1</source>
        <translation>第 %1 个样本</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>epoch %1</source>
        <translation>第 %1 轮</translation>
    </message>
    <message>
        <source>seconds of training</source>
        <translation>训练秒数</translation>
    </message>
    <message>
        <source>%1 s of training</source>
        <translation>训练 %1 秒</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>raw · smoothed · validation</source>
        <translation>原始 · 平滑 · 验证</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>the update&apos;s gradient, before clipping</source>
        <translation>更新所用的梯度，裁剪之前</translation>
    </message>
    <message>
        <source>The gradient is the mean over the window, or the sum where reduction is sum.</source>
        <translation>梯度是窗口内的平均值；reduction 为 sum 时是总和。</translation>
    </message>
</context>
<context>
    <name>ControlChoice</name>
    <message>
        <source>guess</source>
        <translation>自动判断</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>有</translation>
    </message>
    <message>
        <source>no</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>comma</source>
        <translation>逗号</translation>
    </message>
    <message>
        <source>semicolon</source>
        <translation>分号</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>制表符</translation>
    </message>
    <message>
        <source>space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>bar |</source>
        <translation>竖线 |</translation>
    </message>
    <message>
        <source>CSV file…</source>
        <translation>CSV 文件…</translation>
    </message>
    <message>
        <source>NumPy files (.npy)…</source>
        <translation>NumPy 文件 (.npy)…</translation>
    </message>
    <message>
        <source>NumPy archive (.npz)…</source>
        <translation>NumPy 压缩包 (.npz)…</translation>
    </message>
    <message>
        <source>IDX files, as MNIST…</source>
        <translation>IDX 文件（MNIST 格式）…</translation>
    </message>
    <message>
        <source>CIFAR-10 file…</source>
        <translation>CIFAR-10 文件…</translation>
    </message>
    <message>
        <source>text file…</source>
        <translation>文本文件…</translation>
    </message>
    <message>
        <source>point 1.5</source>
        <translation>点 1.5</translation>
    </message>
    <message>
        <source>comma 1,5</source>
        <translation>逗号 1,5</translation>
    </message>
</context>
<context>
    <name>ControlSpec</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Where the samples come from; each choice brings a model and a loss that suit it.</source>
        <translation>样本从哪里来；每个选择都会带来与之相配的模型和损失。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标列</translation>
    </message>
    <message>
        <source>The column to predict, by its name or its number from 0; empty for the last one.</source>
        <translation>要预测的列，写列名或从 0 开始的序号；留空表示最后一列。</translation>
    </message>
    <message>
        <source>last column</source>
        <translation>最后一列</translation>
    </message>
    <message>
        <source>Separator</source>
        <translation>分隔符</translation>
    </message>
    <message>
        <source>What stands between the columns of the file.</source>
        <translation>文件中各列之间的字符。</translation>
    </message>
    <message>
        <source>Header row</source>
        <translation>标题行</translation>
    </message>
    <message>
        <source>Whether the first row of the file names the columns.</source>
        <translation>文件第一行是否为列名。</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本数</translation>
    </message>
    <message>
        <source>How many samples to make.</source>
        <translation>要生成多少个样本。</translation>
    </message>
    <message>
        <source>features</source>
        <translation>特征数</translation>
    </message>
    <message>
        <source>How many features a sample has.</source>
        <translation>每个样本有多少个特征。</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>类别数</translation>
    </message>
    <message>
        <source>How many classes there are; the last layer needs an output for each.</source>
        <translation>共有多少个类别；最后一层要为每个类别准备一个输出。</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Standard deviation of the noise in the samples.</source>
        <translation>样本中噪声的标准差。</translation>
    </message>
    <message>
        <source>validation_fraction</source>
        <translation>validation_fraction</translation>
    </message>
    <message>
        <source>The share of the rows that is held out and never trained on.</source>
        <translation>留作验证、从不参与训练的行所占的比例。</translation>
    </message>
    <message>
        <source>shuffle</source>
        <translation>shuffle</translation>
    </message>
    <message>
        <source>Mix the rows before the split and again in every epoch; without it the first rows train, in file order.</source>
        <translation>划分之前以及每一轮都打乱各行；不打乱时，用文件前面的行按顺序训练。</translation>
    </message>
    <message>
        <source>standardize</source>
        <translation>standardize</translation>
    </message>
    <message>
        <source>Bring every feature to mean 0 and variance 1, by the statistics of the training rows alone.</source>
        <translation>把每个特征变为均值 0、方差 1，只使用训练行的统计量。</translation>
    </message>
    <message>
        <source>standardize_target</source>
        <translation>standardize_target</translation>
    </message>
    <message>
        <source>The same for the target: losses are then in units of its variance.</source>
        <translation>对目标也这样处理：损失的单位就是目标的方差。</translation>
    </message>
    <message>
        <source>accumulation_steps</source>
        <translation>accumulation_steps</translation>
    </message>
    <message>
        <source>N: how many micro-batches add up their gradients before one update; from the next window on.</source>
        <translation>N：累加多少个微批次的梯度才更新一次；从下一个窗口起生效。</translation>
    </message>
    <message>
        <source>micro_batch_size</source>
        <translation>micro_batch_size</translation>
    </message>
    <message>
        <source>Samples in one forward and backward pass: what memory has to hold; from the next window on.</source>
        <translation>一次前向和反向传播的样本数，即内存需要容纳的量；从下一个窗口起生效。</translation>
    </message>
    <message>
        <source>Semantics</source>
        <translation>累积语义</translation>
    </message>
    <message>
        <source>How the window averages, and what happens when an epoch ends inside it.</source>
        <translation>窗口如何取平均，以及一轮在窗口中途结束时怎么办。</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>The rule that turns the accumulated gradient into new weights.</source>
        <translation>把累积的梯度变成新权重的规则。</translation>
    </message>
    <message>
        <source>learning_rate</source>
        <translation>learning_rate</translation>
    </message>
    <message>
        <source>How far one update goes; from the next window on.</source>
        <translation>一次更新走多远；从下一个窗口起生效。</translation>
    </message>
    <message>
        <source>momentum</source>
        <translation>momentum</translation>
    </message>
    <message>
        <source>The share of the last update&apos;s direction that the next one keeps.</source>
        <translation>下一次更新保留上一次更新方向的比例。</translation>
    </message>
    <message>
        <source>clip_norm</source>
        <translation>clip_norm</translation>
    </message>
    <message>
        <source>Limit of the global gradient norm: longer gradients are shortened to it before the update.</source>
        <translation>全局梯度范数的上限：更长的梯度在更新前会缩短到此长度。</translation>
    </message>
    <message>
        <source>off</source>
        <translation>—</translation>
    </message>
    <message>
        <source>nesterov</source>
        <translation>nesterov</translation>
    </message>
    <message>
        <source>Look ahead: take the gradient&apos;s step after the momentum&apos;s.</source>
        <translation>向前看一步：先走动量的一步，再走梯度的一步。</translation>
    </message>
    <message>
        <source>beta_1</source>
        <translation>beta_1</translation>
    </message>
    <message>
        <source>How slowly the mean of the gradients forgets.</source>
        <translation>梯度均值遗忘得多慢。</translation>
    </message>
    <message>
        <source>beta_2</source>
        <translation>beta_2</translation>
    </message>
    <message>
        <source>How slowly the mean of the squared gradients forgets.</source>
        <translation>梯度平方的均值遗忘得多慢。</translation>
    </message>
    <message>
        <source>epsilon</source>
        <translation>epsilon</translation>
    </message>
    <message>
        <source>Added to the denominator, so that tiny gradients are not blown up.</source>
        <translation>加在分母上，避免极小的梯度被放大。</translation>
    </message>
    <message>
        <source>weight_decay</source>
        <translation>weight_decay</translation>
    </message>
    <message>
        <source>The share by which every update shrinks the weights, times the learning rate.</source>
        <translation>每次更新使权重缩小的比例，再乘以学习率。</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Decides the initial weights and every shuffle: the same seed, the same curve.</source>
        <translation>决定初始权重和每次打乱：种子相同，曲线就相同。</translation>
    </message>
    <message>
        <source>Stop after updates</source>
        <translation>更新次数上限</translation>
    </message>
    <message>
        <source>End the run after this many updates.</source>
        <translation>更新这么多次后结束运行。</translation>
    </message>
    <message>
        <source>never</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Stop after epochs</source>
        <translation>轮次上限</translation>
    </message>
    <message>
        <source>End the run after this many passes over the training rows.</source>
        <translation>把训练行看过这么多遍后结束运行。</translation>
    </message>
    <message>
        <source>Stop after seconds</source>
        <translation>训练秒数上限</translation>
    </message>
    <message>
        <source>End the run after this many seconds of training; pauses do not count.</source>
        <translation>训练这么多秒后结束运行；暂停不计入。</translation>
    </message>
    <message>
        <source>threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>The file to train on; of CIFAR-10 also the folder of its files.</source>
        <translation>用于训练的文件；CIFAR-10 也可以是其文件所在的文件夹。</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>The file of the targets; of IDX files it is guessed from the name of the images.</source>
        <translation>目标所在的文件；IDX 文件会根据图像文件名推断。</translation>
    </message>
    <message>
        <source>Layers from input to output, separated by commas: units, then the activation, e.g. 64 relu, 10; also conv 16 3x3, maxpool 2, batch_norm, dropout 0.5, residual (…), output.</source>
        <translation>从输入到输出的各层，以逗号分隔：先写单元数，再写激活函数，例如 64 relu, 10；还可以写 conv 16 3x3、maxpool 2、batch_norm、dropout 0.5、residual (…)、output。</translation>
    </message>
    <message>
        <source>What the training makes smaller: mse, mae or huber for numbers, cross_entropy for classes, binary_cross_entropy for two.</source>
        <translation>训练所要减小的量：数值用 mse、mae 或 huber，类别用 cross_entropy，两个类别用 binary_cross_entropy。</translation>
    </message>
    <message>
        <source>Initializer</source>
        <translation>初始化</translation>
    </message>
    <message>
        <source>How the weights begin; biases begin at 0.</source>
        <translation>权重的初始值如何产生；偏置从 0 开始。</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>样本权重</translation>
    </message>
    <message>
        <source>The column with the weights of the samples, by its name or its number from 0; empty for none.</source>
        <translation>样本权重所在的列，可写列名或从 0 起的序号；留空表示没有。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>图像形状</translation>
    </message>
    <message>
        <source>Height x width x channels, if the features are an image: 8x8x1.</source>
        <translation>如果特征是图像：高 x 宽 x 通道数，例如 8x8x1。</translation>
    </message>
    <message>
        <source>flat</source>
        <translation>不是图像</translation>
    </message>
    <message>
        <source>teacher_units</source>
        <translation>teacher_units</translation>
    </message>
    <message>
        <source>Hidden units of the random network that makes the targets.</source>
        <translation>产生目标的随机网络的隐藏单元数。</translation>
    </message>
    <message>
        <source>sequence_length</source>
        <translation>sequence_length</translation>
    </message>
    <message>
        <source>Characters of a sample, at most.</source>
        <translation>一个样本最多的字符数。</translation>
    </message>
    <message>
        <source>context</source>
        <translation>context</translation>
    </message>
    <message>
        <source>How many characters the next one is predicted from.</source>
        <translation>根据前面多少个字符预测下一个字符。</translation>
    </message>
    <message>
        <source>lengths</source>
        <translation>lengths</translation>
    </message>
    <message>
        <source>How the text is cut into samples.</source>
        <translation>文本如何切分成样本。</translation>
    </message>
    <message>
        <source>reduction</source>
        <translation>reduction</translation>
    </message>
    <message>
        <source>What the gradients of a window are divided by.</source>
        <translation>一个窗口的梯度除以什么。</translation>
    </message>
    <message>
        <source>partial_window</source>
        <translation>partial_window</translation>
    </message>
    <message>
        <source>What happens to a window that the end of an epoch cuts short.</source>
        <translation>一轮结束时尚未填满的窗口如何处理。</translation>
    </message>
    <message>
        <source>clipping</source>
        <translation>clipping</translation>
    </message>
    <message>
        <source>What clip_norm and clip_value limit.</source>
        <translation>clip_norm 和 clip_value 限制的是什么。</translation>
    </message>
    <message>
        <source>schedule_clock</source>
        <translation>schedule_clock</translation>
    </message>
    <message>
        <source>What the schedule of the learning rate counts.</source>
        <translation>学习率计划按什么计数。</translation>
    </message>
    <message>
        <source>between_updates</source>
        <translation>between_updates</translation>
    </message>
    <message>
        <source>What the optimizer does at micro-batches that close no window.</source>
        <translation>在不结束窗口的微批次上优化器做什么。</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>precision</translation>
    </message>
    <message>
        <source>How the accumulated gradient is stored.</source>
        <translation>累积梯度以何种精度存储。</translation>
    </message>
    <message>
        <source>logged_loss</source>
        <translation>logged_loss</translation>
    </message>
    <message>
        <source>Which training loss is recorded.</source>
        <translation>记录哪一种训练损失。</translation>
    </message>
    <message>
        <source>non_finite</source>
        <translation>non_finite</translation>
    </message>
    <message>
        <source>What happens to a micro-batch whose gradient is not finite.</source>
        <translation>遇到梯度不是有限数的微批次时怎么办。</translation>
    </message>
    <message>
        <source>steps_schedule</source>
        <translation>steps_schedule</translation>
    </message>
    <message>
        <source>Changes of accumulation_steps on the way, such as epoch 5: 8, update 1000: 16.</source>
        <translation>训练途中 accumulation_steps 的变化，例如 epoch 5: 8, update 1000: 16。</translation>
    </message>
    <message>
        <source>clip_value</source>
        <translation>clip_value</translation>
    </message>
    <message>
        <source>Limit of every element of the gradient.</source>
        <translation>梯度每个分量的上限。</translation>
    </message>
    <message>
        <source>learning_rate_scaling</source>
        <translation>learning_rate_scaling</translation>
    </message>
    <message>
        <source>How the learning rate follows accumulation_steps.</source>
        <translation>学习率如何随 accumulation_steps 变化。</translation>
    </message>
    <message>
        <source>base_accumulation_steps</source>
        <translation>base_accumulation_steps</translation>
    </message>
    <message>
        <source>The accumulation_steps that the learning rate was chosen for.</source>
        <translation>选定该学习率时所用的 accumulation_steps。</translation>
    </message>
    <message>
        <source>schedule</source>
        <translation>学习率计划</translation>
    </message>
    <message>
        <source>How the learning rate changes while the run goes on.</source>
        <translation>学习率在训练过程中如何变化。</translation>
    </message>
    <message>
        <source>warmup</source>
        <translation>warmup</translation>
    </message>
    <message>
        <source>Ticks in which the learning rate rises to its full value.</source>
        <translation>学习率升到设定值所用的计数。</translation>
    </message>
    <message>
        <source>length</source>
        <translation>length</translation>
    </message>
    <message>
        <source>Ticks of the schedule in all, warm-up included.</source>
        <translation>整个计划的计数，包括预热。</translation>
    </message>
    <message>
        <source>the run</source>
        <translation>整个运行</translation>
    </message>
    <message>
        <source>period</source>
        <translation>period</translation>
    </message>
    <message>
        <source>Ticks after which factor has acted once.</source>
        <translation>factor 作用一次所经过的计数。</translation>
    </message>
    <message>
        <source>factor</source>
        <translation>factor</translation>
    </message>
    <message>
        <source>What the learning rate is multiplied by in a period.</source>
        <translation>每过一个 period 学习率乘以的系数。</translation>
    </message>
    <message>
        <source>final_fraction</source>
        <translation>final_fraction</translation>
    </message>
    <message>
        <source>The share of the learning rate that is left at the end.</source>
        <translation>结束时剩下的学习率比例。</translation>
    </message>
    <message>
        <source>rho</source>
        <translation>rho</translation>
    </message>
    <message>
        <source>initial_accumulator</source>
        <translation>initial_accumulator</translation>
    </message>
    <message>
        <source>What the sum of the squared gradients begins with.</source>
        <translation>梯度平方和的初始值。</translation>
    </message>
    <message>
        <source>Processor cores that one micro-batch may use; small models are fastest with one. Automatic takes what is fastest and leaves one for the window.</source>
        <translation>一个微批次可以使用的处理器核心数；小模型用一个核心最快。“自动”会选择最快的数目，并为窗口留出一个核心。</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Precision of products</source>
        <translation>乘积精度</translation>
    </message>
    <message>
        <source>In which matrix products and convolutions take their inputs; weights, gradients and sums have 32 bits.</source>
        <translation>矩阵乘积和卷积的输入所用的精度；权重、梯度与求和始终为 32 位。</translation>
    </message>
    <message>
        <source>Decimal mark</source>
        <translation>小数点</translation>
    </message>
    <message>
        <source>What stands in front of the decimals of a number.</source>
        <translation>数字的小数部分前面写的符号。</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>How the file writes its characters.</source>
        <translation>文件用什么编码表示字符。</translation>
    </message>
</context>
<context>
    <name>CoreSentence</name>
    <message>
        <source>diverged at update %1: %2</source>
        <translation>在第 %1 次更新时发散：%2</translation>
    </message>
    <message>
        <source>the loss became %1</source>
        <translation>损失变成了 %1</translation>
    </message>
    <message>
        <source>the gradient norm became %1</source>
        <translation>梯度范数变成了 %1</translation>
    </message>
    <message>
        <source>the loss rose to %1, more than %2 times the first ones (%3)</source>
        <translation>损失升到 %1，超过最初损失（%3）的 %2 倍</translation>
    </message>
    <message>
        <source>the loss rose to %1, more than %2 times what a constant prediction costs (%3)</source>
        <translation>损失升到 %1，超过恒定预测的损失（%3）的 %2 倍</translation>
    </message>
    <message>
        <source>the run keeps its settings: %1</source>
        <translation>运行保持原来的设置：%1</translation>
    </message>
    <message>
        <source>the memory budget of %1 is too small: in use are %2, and %3 more were asked for %4; choose a smaller micro_batch_size and more accumulation_steps (`accumulus-cli plan` finds them), or a larger compute.memory_mb</source>
        <translation>%1 的内存预算不够：已使用 %2，%4 还需要 %3；请减小 micro_batch_size 并增大 accumulation_steps（可用 `accumulus-cli plan` 求出），或增大 compute.memory_mb</translation>
    </message>
    <message>
        <source>a micro-batch of %1 samples is too large for this model, which can have %2; choose a smaller micro_batch_size</source>
        <translation>%1 个样本的微批次对这个模型来说太大，最多 %2 个；请减小 micro_batch_size</translation>
    </message>
    <message>
        <source>schedule.name is &quot;%1&quot; and schedule.length is 0, as long as the run, but the run has no end; set schedule.length, or stop.epochs or stop.updates</source>
        <translation>schedule.name 是“%1”，而 schedule.length 是 0，即与运行一样长，但运行没有终点；请设置 schedule.length，或者 stop.epochs 或 stop.updates</translation>
    </message>
    <message>
        <source>no update can happen: an epoch has %1, fewer than the %2 of accumulation_steps, and partial_window %3 makes none of the rest; choose a smaller accumulation_steps or micro_batch_size</source>
        <translation>不可能有更新：一轮有 %1，少于 accumulation_steps 的 %2 个，而 partial_window 的 %3 不会用剩下的微批次更新；请减小 accumulation_steps 或 micro_batch_size</translation>
    </message>
    <message>
        <source>no update will be made: the run ends before a window of %1 micro-batches is complete (%2 an epoch); choose more epochs or a smaller accumulation_steps</source>
        <translation>不会有更新：在 %1 个微批次的窗口填满之前运行就结束了（一轮有 %2 个）；请增加轮数或减小 accumulation_steps</translation>
    </message>
    <message>
        <source>the schedule %1 had ended before update %2: from here on the learning rate stays at %3; set schedule.length to the length of the whole run</source>
        <translation>学习率计划 %1 在第 %2 次更新之前已经结束：此后学习率保持为 %3；请把 schedule.length 设为整个运行的长度</translation>
    </message>
    <message>
        <source>1 micro-batch</source>
        <translation>1 个微批次</translation>
    </message>
    <message>
        <source>%1 micro-batches</source>
        <translation>%1 个微批次</translation>
    </message>
    <message>
        <source>compute.precision is bf16, but this processor has neither avx512_bf16 nor amx_bf16; computing in f32</source>
        <translation>compute.precision 是 bf16，但这个处理器既没有 avx512_bf16 也没有 amx_bf16；改用 f32 计算</translation>
    </message>
    <message>
        <source>compute.threads is %1, but this process may use %2; using %3, so the last digits of a curve may differ</source>
        <translation>compute.threads 是 %1，但这个进程只能使用 %2；改用 %3 个，因此曲线的最后几位数字可能不同</translation>
    </message>
    <message>
        <source>1 core</source>
        <translation>1 个核心</translation>
    </message>
    <message>
        <source>%1 cores</source>
        <translation>%1 个核心</translation>
    </message>
    <message>
        <source>%1 cannot be opened: check that it exists and may be read</source>
        <translation>无法打开 %1：请检查它是否存在、是否允许读取</translation>
    </message>
    <message>
        <source>%1 is a folder, not a file</source>
        <translation>%1 是文件夹，不是文件</translation>
    </message>
    <message>
        <source>%1 is empty</source>
        <translation>%1 是空的</translation>
    </message>
    <message>
        <source>%1 has a header but no data rows</source>
        <translation>%1 有表头，但没有数据行</translation>
    </message>
    <message>
        <source>%1, line 1: there is no column &quot;%2&quot;; is this a file that Accumulus wrote with --out?</source>
        <translation>%1 第 1 行：没有“%2”列；这是 Accumulus 用 --out 写的文件吗？</translation>
    </message>
    <message>
        <source>data.source is &quot;csv&quot; but data.file is empty; give the path of a CSV file</source>
        <translation>data.source 是“csv”，但 data.file 是空的；请给出一个 CSV 文件的路径</translation>
    </message>
    <message>
        <source>%1 has numbers as targets, not classes; use the loss mse</source>
        <translation>%1 的目标是数值而不是类别；请使用损失 mse</translation>
    </message>
    <message>
        <source>there is not enough memory for this; choose less data, a smaller model or a smaller micro_batch_size</source>
        <translation>内存不够；请减少数据，或选择更小的模型或更小的 micro_batch_size</translation>
    </message>
    <message>
        <source>%1</source>
        <extracomment>A sentence of the program for which there is no translation, which says so.</extracomment>
        <translation>英文说明: %1</translation>
    </message>
    <message>
        <source>1 output</source>
        <translation>1 个输出</translation>
    </message>
    <message>
        <source>%1 outputs</source>
        <translation>%1 个输出</translation>
    </message>
    <message>
        <source>one for each class</source>
        <translation>每个类别一个</translation>
    </message>
    <message>
        <source>one for each target</source>
        <translation>每个目标一个</translation>
    </message>
    <message>
        <source>texts are classes: set loss to cross_entropy and let the model end in output, such as &quot;16 relu, output&quot;</source>
        <translation>文字是类别：请把损失设为 cross_entropy，并让模型以 output 结尾，如“16 relu, output”</translation>
    </message>
    <message>
        <source>if this line is the header, let data.header be yes</source>
        <translation>如果这一行是表头，请把 data.header 设为 yes</translation>
    </message>
    <message>
        <source>fill the gap or leave the row out</source>
        <translation>请补上空缺或去掉这一行</translation>
    </message>
    <message>
        <source>%1; if another column is to be predicted, name it as data.target</source>
        <translation>%1；如果要预测的是另一列，请在 data.target 中写出它的名字</translation>
    </message>
    <message>
        <source>features are numbers: give the values of this column numbers</source>
        <translation>特征必须是数值：请给这一列的值编号</translation>
    </message>
    <message>
        <source>%1, line %2: &quot;%3&quot; is &quot;%4&quot;, which is not a number; %5</source>
        <translation>%1 第 %2 行：“%3”是“%4”，不是数值；%5</translation>
    </message>
    <message>
        <source>%1, line %2: &quot;%3&quot; is empty; %4</source>
        <translation>%1 第 %2 行：“%3”是空的；%4</translation>
    </message>
    <message>
        <source>the model ends in %1, but %2 on this data needs %3 (%4): end the model text with &quot;%5&quot;</source>
        <translation>模型最后有 %1，而 %2 在这些数据上需要 %3 个（%4）：请让模型以“%5”结尾</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>设备上没有剩余空间</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统是只读的</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>features are numbers, and &quot;%1&quot; was taken as the target: if this column is to be predicted, set data.target to %2 and loss to cross_entropy; else give its values numbers</source>
        <translation>特征必须是数值，而目标取的是“%1”：如果要预测的是这一列，请把 data.target 设为 %2，并把 loss 设为 cross_entropy；否则请给它的值编号</translation>
    </message>
    <message>
        <source>features are numbers, and &quot;%1&quot; was taken as the target: if this column is to be predicted, set data.target to %2; else give its values numbers</source>
        <translation>特征必须是数值，而目标取的是“%1”：如果要预测的是这一列，请把 data.target 设为 %2；否则请给它的值编号</translation>
    </message>
    <message>
        <source>leave the percent sign out</source>
        <translation>请去掉百分号</translation>
    </message>
    <message>
        <source>leave the currency out</source>
        <translation>请去掉货币符号</translation>
    </message>
    <message>
        <source>write the hyphen as minus sign</source>
        <translation>请用连字符“-”作负号</translation>
    </message>
    <message>
        <source>parentheses stand for a minus sign: write one</source>
        <translation>括号表示负数：请改用负号</translation>
    </message>
    <message>
        <source>%1, line 1: these are micro-batches, as --micro-batches writes them; curves are those of updates, which --out writes</source>
        <translation>%1 第 1 行：这是 --micro-batches 写出的微批次；曲线是 --out 写出的更新</translation>
    </message>
    <message>
        <source>it is part of a checkpoint; choose another name</source>
        <translation>它是检查点的一部分；请另选名称</translation>
    </message>
</context>
<context>
    <name>DataSource</name>
    <message>
        <source>diamonds</source>
        <extracomment>The translation is a sentence: rows, features, target and origin of this data set.</extracomment>
        <translation>53 920 行，9 个特征 → 钻石价格 326…18 823 美元（ggplot2）</translation>
    </message>
    <message>
        <source>diabetes</source>
        <extracomment>The translation is a sentence: rows, features, target and origin of this data set.</extracomment>
        <translation>442 行，10 个特征 → 疾病进展指标 25…346（Efron 等，2004）</translation>
    </message>
    <message>
        <source>wine</source>
        <extracomment>The translation is a sentence: rows, features, target and origin of this data set.</extracomment>
        <translation>178 行，13 个特征 → 葡萄品种 0…2（UCI，Aeberhard 与 Forina，1991）</translation>
    </message>
    <message>
        <source>breast_cancer</source>
        <extracomment>The translation is a sentence: rows, features, target and origin of this data set.</extracomment>
        <translation>569 行，30 个特征 → 是否良性 0/1（UCI，Wolberg 等，1995）</translation>
    </message>
    <message>
        <source>digits</source>
        <extracomment>The translation is a sentence: rows, features, target and origin of this data set.</extracomment>
        <translation>1797 行，64 个特征（8×8 像素）→ 数字 0…9（UCI，Alpaydin 与 Kaynak，1998）</translation>
    </message>
    <message>
        <source>csv</source>
        <extracomment>The translation is a sentence about what may be in the file.</extracomment>
        <translation>您自己的 CSV 文件：每行一个样本，其中一列是目标</translation>
    </message>
    <message>
        <source>linear_regression</source>
        <extracomment>The translation is a sentence: how these samples are made.</extracomment>
        <translation>合成数据：y = w*·x + σξ，其中 x ~ N(0, I)，有精确解</translation>
    </message>
    <message>
        <source>two_spirals</source>
        <extracomment>The translation is a sentence: how these samples are made.</extracomment>
        <translation>合成数据：两条相互缠绕的螺旋臂，2 个特征 → 属于哪条臂 0/1</translation>
    </message>
    <message>
        <source>blobs</source>
        <extracomment>The translation is a sentence: how these samples are made.</extracomment>
        <translation>合成数据：圆周各点周围的高斯云团，2 个特征 → 属于哪个云团 0、1、…</translation>
    </message>
    <message>
        <source>gpl3</source>
        <extracomment>The translation is how these samples are made, or what may be in the file.</extracomment>
        <translation>35 149 个英文字符：GNU 通用公共许可证第 3 版 → 下一个字符</translation>
    </message>
    <message>
        <source>teacher</source>
        <extracomment>The translation is how these samples are made, or what may be in the file.</extracomment>
        <translation>合成数据：由一个含一层 tanh 隐藏层的随机网络给出目标</translation>
    </message>
    <message>
        <source>noisy_quadratic</source>
        <extracomment>The translation is how these samples are made, or what may be in the file.</extracomment>
        <translation>合成数据：带梯度噪声的 ½ Σ h_i θ_i²，有精确解（Zhang 等，2019）</translation>
    </message>
    <message>
        <source>two_moons</source>
        <extracomment>The translation is how these samples are made, or what may be in the file.</extracomment>
        <translation>合成数据：两个相互嵌入的半圆，2 个特征 → 0/1</translation>
    </message>
    <message>
        <source>circle</source>
        <extracomment>The translation is how these samples are made, or what may be in the file.</extracomment>
        <translation>合成数据：圆环中的圆盘，2 个特征 → 圆盘 0，圆环 1</translation>
    </message>
    <message>
        <source>xor</source>
        <extracomment>The translation is how these samples are made, or what may be in the file.</extracomment>
        <translation>合成数据：正方形的四个象限，2 个特征 → 符号是否不同 0/1</translation>
    </message>
    <message>
        <source>gauss</source>
        <extracomment>The translation is how these samples are made, or what may be in the file.</extracomment>
        <translation>合成数据：两团高斯点云，2 个特征 → 点云 0/1</translation>
    </message>
    <message>
        <source>npy</source>
        <extracomment>The translation is how these samples are made, or what may be in the file.</extracomment>
        <translation>您自己的 NumPy 数组：特征在一个 .npy 文件中，目标在另一个文件中</translation>
    </message>
    <message>
        <source>npz</source>
        <extracomment>The translation is how these samples are made, or what may be in the file.</extracomment>
        <translation>您自己的 NumPy 数组：都在一个 .npz 文件中，例如 x 和 y</translation>
    </message>
    <message>
        <source>idx</source>
        <extracomment>The translation is how these samples are made, or what may be in the file.</extracomment>
        <translation>IDX 文件中的图像和标签，即 MNIST 的格式</translation>
    </message>
    <message>
        <source>cifar10</source>
        <extracomment>The translation is how these samples are made, or what may be in the file.</extracomment>
        <translation>CIFAR-10 的二进制版本，单个文件或全部文件所在的文件夹：32×32 彩色图像</translation>
    </message>
    <message>
        <source>text</source>
        <extracomment>The translation is how these samples are made, or what may be in the file.</extracomment>
        <translation>您自己的 UTF-8 文本：根据前面的字符预测每一个字符</translation>
    </message>
</context>
<context>
    <name>Duration</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 小时</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>No run has a curve yet: nothing was written to %1.</source>
        <translation>还没有任何运行有曲线：未写入 %1。</translation>
    </message>
    <message>
        <source>%1: charts are saved as %2.</source>
        <translation>%1：图表只能保存为 %2。</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>start and pause</source>
        <translation>开始与暂停</translation>
    </message>
    <message>
        <source>Right arrow</source>
        <translation>右箭头</translation>
    </message>
    <message>
        <source>one micro-batch</source>
        <translation>训练一个微批次</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>begin again; the run stays in the list</source>
        <translation>重新开始；原来的运行留在列表中</translation>
    </message>
    <message>
        <source>Ctrl+O, Ctrl+S</source>
        <translation>Ctrl+O、Ctrl+S</translation>
    </message>
    <message>
        <source>open and save an experiment</source>
        <translation>打开、保存实验</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>visible runs as CSV</source>
        <translation>把可见的运行保存为 CSV</translation>
    </message>
    <message>
        <source>Wheel on a chart</source>
        <translation>在图表上滚动滚轮</translation>
    </message>
    <message>
        <source>zoom about the mouse</source>
        <translation>以鼠标位置为中心缩放</translation>
    </message>
    <message>
        <source>Drag a chart</source>
        <translation>拖动图表</translation>
    </message>
    <message>
        <source>pan</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>Double-click a chart</source>
        <translation>双击图表</translation>
    </message>
    <message>
        <source>follow the training again</source>
        <translation>重新跟随训练</translation>
    </message>
    <message>
        <source>Click the dot of a run</source>
        <translation>点击运行前的圆点</translation>
    </message>
    <message>
        <source>show or hide it</source>
        <translation>显示或隐藏该运行</translation>
    </message>
    <message>
        <source>F2, Del in the list of runs</source>
        <translation>在运行列表中按 F2、Del</translation>
    </message>
    <message>
        <source>rename, delete</source>
        <translation>重命名、删除</translation>
    </message>
    <message>
        <source>Shows what gradient accumulation does to training: N micro-batches add up their gradients in a window, then one update empties it.</source>
        <translation>展示梯度累积对训练的影响：N 个微批次的梯度在一个窗口中累加，然后由一次更新将其清空。</translation>
    </message>
    <message>
        <source>Training runs on oneDNN, on a thread of its own. The window is made with Qt %1.</source>
        <translation>训练使用 oneDNN，在单独的线程上运行。界面使用 Qt %1 制作。</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later.</source>
        <translation>自由软件，依据 GNU 通用公共许可证第 3 版或更高版本发布。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Initializer</name>
    <message>
        <source>glorot_uniform</source>
        <extracomment>The translation is how weights begin, with its formula.</extracomment>
        <translation>均匀分布 U(−l, l)，l = √(6 / (in + out))（Glorot 和 Bengio，2010）</translation>
    </message>
    <message>
        <source>glorot_normal</source>
        <extracomment>The translation is how weights begin, with its formula.</extracomment>
        <translation>正态分布 N(0, 2 / (in + out))</translation>
    </message>
    <message>
        <source>he_uniform</source>
        <extracomment>The translation is how weights begin, with its formula.</extracomment>
        <translation>均匀分布 U(−l, l)，l = √(6 / in)（He 等，2015）</translation>
    </message>
    <message>
        <source>he_normal</source>
        <extracomment>The translation is how weights begin, with its formula.</extracomment>
        <translation>正态分布 N(0, 2 / in)</translation>
    </message>
    <message>
        <source>lecun_uniform</source>
        <extracomment>The translation is how weights begin, with its formula.</extracomment>
        <translation>均匀分布 U(−l, l)，l = √(3 / in)（LeCun 等，1998）</translation>
    </message>
    <message>
        <source>lecun_normal</source>
        <extracomment>The translation is how weights begin, with its formula.</extracomment>
        <translation>正态分布 N(0, 1 / in)</translation>
    </message>
    <message>
        <source>zeros</source>
        <extracomment>The translation is how weights begin, with its formula.</extracomment>
        <translation>全部为 0</translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>texts of up to %1 characters</source>
        <translation>文本，每段最多 %1 个字符</translation>
    </message>
    <message>
        <source>images of %1</source>
        <translation>%1 的图像</translation>
    </message>
    <message>
        <source>1 feature</source>
        <translation>1 个特征</translation>
    </message>
    <message>
        <source>%1 features</source>
        <translation>%1 个特征</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>weights: %1</source>
        <translation>权重：%1</translation>
    </message>
    <message>
        <source>%1 classes: %2</source>
        <translation>%1 个类别：%2</translation>
    </message>
    <message>
        <source>%1 train, %2 validate</source>
        <translation>训练 %1 行，验证 %2 行</translation>
    </message>
    <message>
        <source>header row</source>
        <translation>有表头</translation>
    </message>
    <message>
        <source>no header row</source>
        <translation>无表头</translation>
    </message>
    <message>
        <source>separator: %1</source>
        <translation>分隔符：%1</translation>
    </message>
    <message>
        <source>decimal comma</source>
        <translation>小数用逗号</translation>
    </message>
    <message>
        <source>the line sep= was obeyed</source>
        <translation>已按 sep= 行分隔</translation>
    </message>
    <message>
        <source>blank lines skipped: %1</source>
        <translation>跳过空行：%1</translation>
    </message>
    <message>
        <source>empty columns at the end dropped: %1</source>
        <translation>去掉末尾空列：%1</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>1 class: %1</source>
        <translation>1 个类别：%1</translation>
    </message>
    <message>
        <source>decimal point</source>
        <translation>小数点</translation>
    </message>
    <message>
        <source>names of rows skipped</source>
        <translation>跳过了行名</translation>
    </message>
    <message>
        <source>One training row: there is nothing to accumulate.</source>
        <translation>只有一行训练数据：没有可累积的。</translation>
    </message>
    <message>
        <source>The target is the same in all training rows: there is nothing to learn.</source>
        <translation>所有训练行的目标都相同：没有可学习的。</translation>
    </message>
    <message>
        <source>%1 was read as a fraction. If its point separates thousands, leave it out.</source>
        <translation>%1 按小数读取。如果其中的点是千位分隔符，请去掉它。</translation>
    </message>
    <message>
        <source>first line taken as header (Header row overrules it)</source>
        <translation>第一行当作表头（可用“标题行”改变）</translation>
    </message>
    <message>
        <source>first line taken as data (Header row overrules it)</source>
        <translation>第一行当作数据（可用“标题行”改变）</translation>
    </message>
    <message>
        <source>%1 was taken as a class. If it is a gap, leave its rows out.</source>
        <translation>%1 被当作一个类别。如果它表示空缺，请去掉这些行。</translation>
    </message>
</context>
<context>
    <name>Lengths</name>
    <message>
        <source>lines</source>
        <extracomment>The translation is how a text is cut into samples.</extracomment>
        <translation>每一个非空行是一个样本；过长的行会被切开</translation>
    </message>
    <message>
        <source>equal</source>
        <extracomment>The translation is how a text is cut into samples.</extracomment>
        <translation>每个样本恰好 sequence_length 个字符</translation>
    </message>
    <message>
        <source>geometric</source>
        <extracomment>The translation is how a text is cut into samples.</extracomment>
        <translation>长度随机，平均为 sequence_length 的四分之一</translation>
    </message>
</context>
<context>
    <name>Loss</name>
    <message>
        <source>mse</source>
        <extracomment>The translation is the loss in words, with its formula.</extracomment>
        <translation>均方误差：各输出 (y − t)² 的平均</translation>
    </message>
    <message>
        <source>cross_entropy</source>
        <extracomment>The translation is the loss in words, with its formula.</extracomment>
        <translation>交叉熵：−log softmax(y)[类别]</translation>
    </message>
    <message>
        <source>mae</source>
        <extracomment>The translation is the loss in words, with its formula.</extracomment>
        <translation>平均绝对误差：各输出 |y − t| 的平均</translation>
    </message>
    <message>
        <source>huber</source>
        <extracomment>The translation is the loss in words, with its formula.</extracomment>
        <translation>Huber 损失：d = |y − t| ≤ 1 时为 ½d²，否则为 d − ½</translation>
    </message>
    <message>
        <source>binary_cross_entropy</source>
        <extracomment>The translation is the loss in words, with its formula.</extracomment>
        <translation>二元交叉熵：−t·log σ(y) − (1 − t)·log(1 − σ(y))</translation>
    </message>
</context>
<context>
    <name>MainMenu</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open experiment…</source>
        <translation>打开实验(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;curves (CSV)…</source>
        <translation>打开曲线 CSV(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Save experiment…</source>
        <translation>保存实验(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Visible runs as CSV…</source>
        <translation>可见的运行存为 CSV(&amp;V)…</translation>
    </message>
    <message>
        <source>&amp;All runs as CSV…</source>
        <translation>全部运行存为 CSV(&amp;A)…</translation>
    </message>
    <message>
        <source>Charts as &amp;PNG…</source>
        <translation>图表存为 PNG(&amp;P)…</translation>
    </message>
    <message>
        <source>Charts as &amp;SVG…</source>
        <translation>图表存为 SVG(&amp;S)…</translation>
    </message>
    <message>
        <source>E&amp;xperiment as JSON…</source>
        <translation>实验存为 JSON(&amp;X)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keyboard and mouse</source>
        <translation>键盘与鼠标(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Accumulus</source>
        <translation>关于 Accumulus(&amp;A)</translation>
    </message>
    <message>
        <source>Theme of the &amp;system</source>
        <translation>跟随系统主题(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>Language of the s&amp;ystem</source>
        <translation>跟随系统语言(&amp;Y)</translation>
    </message>
</context>
<context>
    <name>OpenedFiles</name>
    <message>
        <source>%1 holds no curves of Accumulus. If it is data to train on, choose its kind (such as csv) as Data at the left, and then this file; on the command line: accumulus-cli train --set data.source=csv --set data.file=%1</source>
        <translation>%1 中没有 Accumulus 的曲线。如果它是训练数据，请在左侧的“数据”中选择它的种类（如 csv），再选择这个文件；命令行：accumulus-cli train --set data.source=csv --set data.file=%1</translation>
    </message>
</context>
<context>
    <name>Optimizer</name>
    <message>
        <source>sgd</source>
        <extracomment>The translation is the update rule in words, with its formula.</extracomment>
        <translation>随机梯度下降：v ← μ·v − η·g；w ← w + v</translation>
    </message>
    <message>
        <source>adam</source>
        <extracomment>The translation is the update rule in words, with its formula.</extracomment>
        <translation>自适应矩估计：w ← w − η·m̂ / (√v̂ + ε)</translation>
    </message>
    <message>
        <source>adamw</source>
        <extracomment>The translation is the update rule in words, with its formula.</extracomment>
        <translation>adam，并且 w ← w − η·λ·w（解耦的权重衰减）</translation>
    </message>
    <message>
        <source>amsgrad</source>
        <extracomment>The translation is the update rule in words, with its formula.</extracomment>
        <translation>除以迄今最大的 √v̂ 的 adam</translation>
    </message>
    <message>
        <source>rmsprop</source>
        <extracomment>The translation is the update rule in words, with its formula.</extracomment>
        <translation>均方根传播：v ← ρ·v + (1−ρ)·g²；w ← w − η·g / √(v + ε)</translation>
    </message>
    <message>
        <source>adagrad</source>
        <extracomment>The translation is the update rule in words, with its formula.</extracomment>
        <translation>自适应梯度：a ← a + g²；w ← w − η·g / √(a + ε)</translation>
    </message>
    <message>
        <source>lion</source>
        <extracomment>The translation is the update rule in words, with its formula.</extracomment>
        <translation>只用符号：w ← w − η·sign(β₁·m + (1−β₁)·g)，并且 w ← w − η·λ·w</translation>
    </message>
    <message>
        <source>lamb</source>
        <extracomment>The translation is the update rule in words, with its formula.</extracomment>
        <translation>加上 λ·w 的 adam，每个参数张量的步长按 |w| 缩放</translation>
    </message>
    <message>
        <source>adam_accumulation</source>
        <extracomment>The translation is the update rule in words, with its formula.</extracomment>
        <translation>二阶矩计入每个微批次的 adam：用 Σ g_i² 代替 (Σ g_i)²</translation>
    </message>
    <message>
        <source>batch_size_invariant_adam</source>
        <extracomment>The translation is the update rule in words, with its formula.</extracomment>
        <translation>二阶矩取各微批次梯度平方的平均值的 adam</translation>
    </message>
</context>
<context>
    <name>Precisions</name>
    <message>
        <source>f32</source>
        <extracomment>The translation is how products are computed.</extracomment>
        <translation>32 位</translation>
    </message>
    <message>
        <source>bf16</source>
        <extracomment>The translation is how products are computed.</extracomment>
        <translation>乘积的输入舍入为 16 位，求和与权重为 32 位</translation>
    </message>
</context>
<context>
    <name>Preset</name>
    <message>
        <source>correct</source>
        <extracomment>The translation is a sentence: what the preset does and where it differs from &quot;correct&quot;.</extracomment>
        <translation>按样本加权平均；一轮结束时剩下的部分也会更新，并除以其实际样本数</translation>
    </message>
    <message>
        <source>tutorial</source>
        <extracomment>The translation is a sentence: what the preset does and where it differs from &quot;correct&quot;.</extracomment>
        <translation>梯度是相加的，因此步长随 N 增大；一轮结束时剩下的梯度既不更新也不清除，会泄漏到下一个窗口</translation>
    </message>
    <message>
        <source>keras3</source>
        <extracomment>The translation is a sentence: what the preset does and where it differs from &quot;correct&quot;.</extracomment>
        <translation>各微批次平均值的平均；窗口跨轮延续；学习率计划按微批次计数</translation>
    </message>
    <message>
        <source>lightning</source>
        <extracomment>The translation is a sentence: what the preset does and where it differs from &quot;correct&quot;.</extracomment>
        <translation>各微批次平均值的平均；一轮结束时剩下的部分也会更新，但除以 N；记录的是最后一个微批次的损失</translation>
    </message>
    <message>
        <source>transformers</source>
        <extracomment>The translation is a sentence: what the preset does and where it differs from &quot;correct&quot;.</extracomment>
        <translation>自 4.46 起按词元加权平均，一轮结束时按实际余数处理：与 correct 一致</translation>
    </message>
    <message>
        <source>transformers-4.46.0</source>
        <extracomment>The translation is a sentence: what the preset does and where it differs from &quot;correct&quot;.</extracomment>
        <translation>对不接受 num_items_in_batch 的模型：窗口内的损失是相加而不是平均，记录的也是总和</translation>
    </message>
    <message>
        <source>deepspeed</source>
        <extracomment>The translation is a sentence: what the preset does and where it differs from &quot;correct&quot;.</extracomment>
        <translation>各微批次平均值的平均；窗口跨轮延续</translation>
    </message>
    <message>
        <source>caffe</source>
        <extracomment>The translation is a sentence: what the preset does and where it differs from &quot;correct&quot;.</extracomment>
        <translation>各微批次平均值的平均，但在还是总和的时候就裁剪梯度</translation>
    </message>
    <message>
        <source>timm</source>
        <extracomment>The translation is a sentence: what the preset does and where it differs from &quot;correct&quot;.</extracomment>
        <translation>各微批次平均值的平均；一轮的剩余部分除以其自身长度，但可能被分成两次更新</translation>
    </message>
    <message>
        <source>optax-multisteps</source>
        <extracomment>The translation is a sentence: what the preset does and where it differs from &quot;correct&quot;.</extracomment>
        <translation>各微批次平均值的平均；窗口跨轮延续；可以跳过不是有限数的微批次</translation>
    </message>
    <message>
        <source>optax-apply-every</source>
        <extracomment>The translation is a sentence: what the preset does and where it differs from &quot;correct&quot;.</extracomment>
        <translation>优化器在每个微批次上只用其梯度走一步；每 N 个微批次把这些步加到权重上</translation>
    </message>
</context>
<context>
    <name>Scaling</name>
    <message>
        <source>none</source>
        <extracomment>The translation is the rule in words, with its formula.</extracomment>
        <translation>1：学习率不变</translation>
    </message>
    <message>
        <source>sqrt</source>
        <extracomment>The translation is the rule in words, with its formula.</extracomment>
        <translation>√(N / base)：保持每次更新的噪声（Krizhevsky，2014）</translation>
    </message>
    <message>
        <source>linear</source>
        <extracomment>The translation is the rule in words, with its formula.</extracomment>
        <translation>N / base：保持每个样本的步长（Goyal 等，2017）</translation>
    </message>
    <message>
        <source>adascale</source>
        <extracomment>The translation is the rule in words, with its formula.</extracomment>
        <translation>实测的增益 r，在 1 到 N / base 之间（Johnson 等，2020）</translation>
    </message>
</context>
<context>
    <name>Schedule</name>
    <message>
        <source>constant</source>
        <extracomment>The translation is the schedule in words, with its formula.</extracomment>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>step</source>
        <extracomment>The translation is the schedule in words, with its formula.</extracomment>
        <translation>阶梯式：factor^⌊t/period⌋</translation>
    </message>
    <message>
        <source>exponential</source>
        <extracomment>The translation is the schedule in words, with its formula.</extracomment>
        <translation>指数式：factor^(t/period)</translation>
    </message>
    <message>
        <source>cosine</source>
        <extracomment>The translation is the schedule in words, with its formula.</extracomment>
        <translation>沿余弦下降到 final_fraction</translation>
    </message>
    <message>
        <source>linear</source>
        <extracomment>The translation is the schedule in words, with its formula.</extracomment>
        <translation>线性下降到 final_fraction</translation>
    </message>
    <message>
        <source>one_cycle</source>
        <extracomment>The translation is the schedule in words, with its formula.</extracomment>
        <translation>先沿余弦从 1/25 升到 1，再降到 final_fraction（Smith，2018）</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Loading</source>
        <translation>加载中</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Diverged</source>
        <translation>已发散</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>from a file</source>
        <translation>来自文件</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>loss in units of the target&apos;s variance</source>
        <translation>损失以目标的方差为单位</translation>
    </message>
    <message>
        <source>loss in units of the target&apos;s deviation</source>
        <translation>损失以目标的标准差为单位</translation>
    </message>
    <message>
        <source>Targets are standardised: divided by their standard deviation, %1. A loss of 1 is what always predicting the mean costs; times the square of that deviation it is in the target&apos;s own units.</source>
        <translation>目标已标准化：除以其标准差 %1。总是预测均值时损失为 1；乘以该标准差的平方即为目标本身的单位。</translation>
    </message>
    <message>
        <source>Targets are standardised: divided by their standard deviation, %1.</source>
        <translation>目标已标准化：除以其标准差 %1。</translation>
    </message>
</context>
<context>
    <name>Speed</name>
    <message>
        <source>unlimited</source>
        <translation>不限速</translation>
    </message>
    <message>
        <source>%1 updates/s</source>
        <translation>%1 次更新/秒</translation>
    </message>
    <message>
        <source>%1 micro-batches/s</source>
        <translation>%1 个微批次/秒</translation>
    </message>
</context>
<context>
    <name>Switch</name>
    <message>
        <source>reduction.sample_weighted_mean</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>所有样本同等计入，如同一个大批次</translation>
    </message>
    <message>
        <source>reduction.mean_of_means</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>所有微批次同等计入，不论样本多少</translation>
    </message>
    <message>
        <source>reduction.sum</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>不除：步长随 N 增大</translation>
    </message>
    <message>
        <source>partial_window.flush</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>进行一次更新，除以其实际样本数</translation>
    </message>
    <message>
        <source>partial_window.flush_divided_by_n</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>进行一次更新，但按填满的窗口来除</translation>
    </message>
    <message>
        <source>partial_window.carry_over</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>保持打开，在下一轮继续</translation>
    </message>
    <message>
        <source>partial_window.drop</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>其梯度被丢弃</translation>
    </message>
    <message>
        <source>partial_window.leak</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>计数器重新开始，梯度却留下</translation>
    </message>
    <message>
        <source>partial_window.split_tail</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>除以余数的长度，而该长度也会改变窗口的结束位置</translation>
    </message>
    <message>
        <source>clipping.mean</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>归约后的梯度，每次更新一次</translation>
    </message>
    <message>
        <source>clipping.sum</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>各微批次梯度之和</translation>
    </message>
    <message>
        <source>clipping.each_micro_batch</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>每个微批次各自的梯度</translation>
    </message>
    <message>
        <source>schedule_clock.updates</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>优化器的更新次数</translation>
    </message>
    <message>
        <source>schedule_clock.micro_batches</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>微批次数：计划会提前 N 倍结束</translation>
    </message>
    <message>
        <source>between_updates.untouched</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>什么也不做</translation>
    </message>
    <message>
        <source>between_updates.zero_gradient_step</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>用零梯度走一步</translation>
    </message>
    <message>
        <source>between_updates.decay_each_micro_batch</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>每次都进行解耦的权重衰减</translation>
    </message>
    <message>
        <source>between_updates.step_each_micro_batch</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>用该微批次的梯度走一步；窗口把这些步相加</translation>
    </message>
    <message>
        <source>precision.f32</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>32 位</translation>
    </message>
    <message>
        <source>precision.bf16</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>16 位，舍入到最近</translation>
    </message>
    <message>
        <source>precision.bf16_kahan</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>16 位，舍入损失另存 16 位</translation>
    </message>
    <message>
        <source>precision.bf16_stochastic</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>16 位，随机舍入</translation>
    </message>
    <message>
        <source>precision.f64</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>64 位</translation>
    </message>
    <message>
        <source>logged_loss.weighted_mean</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>窗口内样本的平均</translation>
    </message>
    <message>
        <source>logged_loss.last_micro_batch</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>最后一个微批次的平均</translation>
    </message>
    <message>
        <source>logged_loss.sum</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>各微批次平均值之和</translation>
    </message>
    <message>
        <source>non_finite.stop</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>运行以发散结束</translation>
    </message>
    <message>
        <source>non_finite.skip_micro_batch</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>跳过该微批次，如同它不存在</translation>
    </message>
    <message>
        <source>non_finite.skip_window</source>
        <extracomment>The translation is what this value of a switch does.</extracomment>
        <translation>其所在窗口不更新</translation>
    </message>
</context>
<context>
    <name>WindowPlan</name>
    <message>
        <source>1 partial</source>
        <translation>1 次不完整</translation>
    </message>
    <message>
        <source>%1 + 1 partial</source>
        <translation>%1 + 1 次不完整</translation>
    </message>
    <message>
        <source>less than 1</source>
        <translation>不足 1 次</translation>
    </message>
    <message>
        <source>An epoch has only %1 of the %2 micro-batches of a window: no update ever happens.</source>
        <translation>一个窗口需要 %2 个微批次，而一轮只有 %1 个：永远不会更新。</translation>
    </message>
    <message>
        <source>2 partial</source>
        <translation>2 个不完整</translation>
    </message>
    <message>
        <source>%1 + 2 partial</source>
        <translation>%1 + 2 个不完整</translation>
    </message>
    <message>
        <source>An epoch has only %1 of the %2 micro-batches of a window: each update gets its %3 samples, whatever N is above that.</source>
        <translation>一轮只有 %1 个微批次，而窗口需要 %2 个：每次更新得到的就是这 %3 个样本，N 再大也一样。</translation>
    </message>
    <message>
        <source>An epoch has only %1 of the %2 micro-batches of a window: each update gets its %3 samples but is divided by %2.</source>
        <translation>一轮只有 %1 个微批次，而窗口需要 %2 个：每次更新得到这 %3 个样本，却除以 %2。</translation>
    </message>
    <message>
        <source>An epoch has only %1 of the %2 micro-batches of a window: an update takes %3 epochs.</source>
        <translation>一轮只有 %1 个微批次，而窗口需要 %2 个：一次更新要跨 %3 轮。</translation>
    </message>
    <message>
        <source>The last window of an epoch gets %1 of %2 micro-batches, %3 samples, and is averaged over those.</source>
        <translation>每轮的最后一个窗口只有 %2 个微批次中的 %1 个（%3 个样本），按这些求平均。</translation>
    </message>
    <message>
        <source>The last %1 micro-batches of an epoch, %2 samples, are cut into two updates, both divided by %1.</source>
        <translation>每轮最后的 %1 个微批次（%2 个样本）被分成两次更新，都除以 %1。</translation>
    </message>
    <message>
        <source>The last window of an epoch gets %1 of %2 micro-batches, %3 samples, but is divided by %2.</source>
        <translation>每轮的最后一个窗口只有 %2 个微批次中的 %1 个（%3 个样本），却除以 %2。</translation>
    </message>
    <message>
        <source>The last %1 micro-batches of an epoch, %2 samples, go into the next epoch&apos;s first window.</source>
        <translation>每轮最后的 %1 个微批次（%2 个样本）进入下一轮的第一个窗口。</translation>
    </message>
    <message>
        <source>The last %1 micro-batches of an epoch, %2 samples, are thrown away.</source>
        <translation>每轮最后的 %1 个微批次（%2 个样本）被丢弃。</translation>
    </message>
    <message>
        <source>The gradients of the last %1 micro-batches of an epoch, %2 samples, leak into the next epoch&apos;s first window.</source>
        <translation>每轮最后 %1 个微批次（%2 个样本）的梯度漏入下一轮的第一个窗口。</translation>
    </message>
    <message>
        <source>The last window of an epoch gets %1 samples.</source>
        <translation>每轮的最后一个窗口得到 %1 个样本。</translation>
    </message>
    <message>
        <source>The last window of an epoch is as full as the others.</source>
        <translation>每轮的最后一个窗口和其他窗口一样满。</translation>
    </message>
    <message>
        <source>An epoch is one window.</source>
        <translation>一轮正好是一个窗口。</translation>
    </message>
</context>
<context>
    <name>XAxis</name>
    <message>
        <source>updates</source>
        <translation>更新次数</translation>
    </message>
    <message>
        <source>micro-batches</source>
        <translation>微批次</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
</context>
<context>
    <name>accumulus::ChartHeader</name>
    <message>
        <source>Faded: every update. Solid: the same, smoothed. Dotted: the held-out validation data, once per epoch.</source>
        <translation>浅色：每次更新。实线：同一数据的平滑值。点线：留出的验证数据，每轮一次。</translation>
    </message>
    <message>
        <source>Faded: every update. Solid: the same, smoothed.</source>
        <translation>浅色：每次更新。实线：同一数据的平滑值。</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Show everything and follow the run again (double click)</source>
        <translation>显示全部并重新跟随运行（双击）</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Scale of the y axis</source>
        <translation>y 轴的刻度</translation>
    </message>
    <message>
        <source>Save or follow</source>
        <translation>保存或跟随</translation>
    </message>
    <message>
        <source>Chart menu</source>
        <translation>图表菜单</translation>
    </message>
</context>
<context>
    <name>accumulus::ChartPanel</name>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation>存为 PNG…</translation>
    </message>
    <message>
        <source>Save as SVG…</source>
        <translation>存为 SVG…</translation>
    </message>
    <message>
        <source>Save the runs as CSV…</source>
        <translation>把运行存为 CSV…</translation>
    </message>
    <message>
        <source>All runs are hidden. Tick one in the list of runs to see it.</source>
        <translation>所有运行都已隐藏。在运行列表中点选一个即可显示。</translation>
    </message>
    <message>
        <source>Press Start to train: every update adds a point here.</source>
        <translation>按“开始”进行训练：每次更新会在这里添加一个点。</translation>
    </message>
</context>
<context>
    <name>accumulus::ChoiceRow</name>
    <message>
        <source>changed: %1</source>
        <translation>已改：%1</translation>
    </message>
</context>
<context>
    <name>accumulus::ControlGroupBox</name>
    <message>
        <source>Less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Hide what is seldom needed</source>
        <translation>隐藏不常用的设置</translation>
    </message>
    <message>
        <source>Show what is seldom needed</source>
        <translation>显示不常用的设置</translation>
    </message>
</context>
<context>
    <name>accumulus::ControlsPanel</name>
    <message>
        <source>%1 cannot be used: why stands under it.</source>
        <translation>“%1”无法使用，原因见其下方。</translation>
    </message>
</context>
<context>
    <name>accumulus::DockTitle</name>
    <message>
        <source>Close; View brings it back</source>
        <translation>关闭；可在“视图”中重新打开</translation>
    </message>
</context>
<context>
    <name>accumulus::FileCommands</name>
    <message>
        <source>Open experiment</source>
        <translation>打开实验</translation>
    </message>
    <message>
        <source>Experiments (*.json)</source>
        <translation>实验 (*.json)</translation>
    </message>
    <message>
        <source>Open curves</source>
        <translation>打开曲线</translation>
    </message>
    <message>
        <source>Curves (*.csv)</source>
        <translation>曲线 (*.csv)</translation>
    </message>
    <message>
        <source>Save experiment</source>
        <translation>保存实验</translation>
    </message>
    <message>
        <source>Save curves</source>
        <translation>保存曲线</translation>
    </message>
    <message>
        <source>Save charts</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>Images (*.%1)</source>
        <translation>图像 (*.%1)</translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>Saved %1 in %2.</source>
        <translation>已将 %1 保存到 %2。</translation>
    </message>
    <message>
        <source>%1 was read in this window and would be overwritten: choose another name.</source>
        <translation>%1 是本窗口读取过的文件，保存会将其覆盖：请换一个文件名。</translation>
    </message>
</context>
<context>
    <name>accumulus::FileRow</name>
    <message>
        <source>Data to train on</source>
        <translation>用于训练的数据</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Data (*.csv *.tsv *.txt *.gz *.npy *.npz *.bin *-ubyte);;All files (*)</source>
        <translation>数据 (*.csv *.tsv *.txt *.gz *.npy *.npz *.bin *-ubyte);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>accumulus::MainWindow</name>
    <message>
        <source>Keyboard and mouse</source>
        <translation>键盘与鼠标</translation>
    </message>
    <message>
        <source>About Accumulus</source>
        <translation>关于 Accumulus</translation>
    </message>
    <message>
        <source>Accumulus</source>
        <translation>Accumulus</translation>
    </message>
</context>
<context>
    <name>accumulus::MessageBar</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>accumulus::NewRunNotice</name>
    <message>
        <source>These changes need a new run.</source>
        <translation>这些更改需要新的运行才能生效。</translation>
    </message>
    <message>
        <source>Start new run</source>
        <translation>开始新的运行</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>accumulus::NumberRow</name>
    <message>
        <source>%1 is no whole number from %2 to %3.</source>
        <translation>%1 不是 %2 到 %3 之间的整数。</translation>
    </message>
    <message>
        <source>%1 is no number from %2 to %3.</source>
        <translation>%1 不是 %2 到 %3 之间的数值。</translation>
    </message>
</context>
<context>
    <name>accumulus::ReadOuts</name>
    <message>
        <source>updates per epoch</source>
        <translation>每轮更新次数</translation>
    </message>
    <message>
        <source>samples per update</source>
        <translation>每次更新的样本数</translation>
    </message>
    <message>
        <source>micro-batches per epoch</source>
        <translation>每轮微批次数</translation>
    </message>
    <message>
        <source>What an update really gets: the effective batch size, accumulation_steps × micro_batch_size, or what an epoch has if that is less. An epoch is one pass over the training rows.</source>
        <translation>一次更新实际得到的样本数：有效批次大小，即 accumulation_steps × micro_batch_size；如果一轮的样本更少，则为一轮的样本数。一轮即把训练行过一遍。</translation>
    </message>
</context>
<context>
    <name>accumulus::RunListModel</name>
    <message>
        <source>validation %1, best %2</source>
        <translation>验证 %1，最佳 %2</translation>
    </message>
    <message>
        <source>loss %1, best %2</source>
        <translation>损失 %1，最佳 %2</translation>
    </message>
</context>
<context>
    <name>accumulus::RunsPanel</name>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>The run that trains now cannot be deleted; Reset ends it.</source>
        <translation>正在训练的运行不能删除；“重置”会结束它。</translation>
    </message>
    <message>
        <source>Show only this</source>
        <translation>只显示这个</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>存为 CSV…</translation>
    </message>
</context>
<context>
    <name>accumulus::StatusLine</name>
    <message>
        <source>%1 µs per micro-batch</source>
        <translation>每个微批次 %1 微秒</translation>
    </message>
    <message>
        <source>%1 ms per micro-batch</source>
        <translation>每个微批次 %1 毫秒</translation>
    </message>
    <message>
        <source>epoch %1</source>
        <translation>第 %1 轮</translation>
    </message>
    <message>
        <source>update %1</source>
        <translation>第 %1 次更新</translation>
    </message>
    <message>
        <source>%1 samples/s</source>
        <translation>%1 个样本/秒</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>%1 threads</source>
        <translation>%1 个线程</translation>
    </message>
    <message>
        <source>f32, because this processor has no bf16</source>
        <translation>f32（此处理器不支持 bf16）</translation>
    </message>
</context>
<context>
    <name>accumulus::TransportBar</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Train until paused (space)</source>
        <translation>训练，直到暂停（空格）</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Pause after the current micro-batch (space)</source>
        <translation>在当前微批次之后暂停（空格）</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>单步</translation>
    </message>
    <message>
        <source>Train one micro-batch (right arrow)</source>
        <translation>训练一个微批次（右箭头）</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Begin again with these settings; the run stays in the list (Ctrl+R)</source>
        <translation>用当前设置重新开始；原来的运行留在列表中（Ctrl+R）</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>How fast to train, from one micro-batch a second to as fast as the processor can.</source>
        <translation>训练的速度：从每秒一个微批次到处理器的极限。</translation>
    </message>
    <message>
        <source>x axis</source>
        <translation>x 轴</translation>
    </message>
    <message>
        <source>What all charts are drawn over: runs with different N see the same samples in fewer updates.</source>
        <translation>所有图表的横轴：N 越大，看过同样多的样本所需的更新次数越少。</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Weight of the past in the moving average that the strong lines show; 0 shows the raw values.</source>
        <translation>深色曲线所示滑动平均中过去的权重；0 表示显示原始值。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Save curves, charts or the experiment</source>
        <translation>保存曲线、图表或实验</translation>
    </message>
</context>
<context>
    <name>accumulus::WindowStrip</name>
    <message>
        <source>micro-batch %1 of %2 → update %3</source>
        <translation>微批次 %1 / %2 → 第 %3 次更新</translation>
    </message>
    <message>
        <source>Loading data and model…</source>
        <translation>正在加载数据和模型…</translation>
    </message>
    <message>
        <source>No window: the run could not go on.</source>
        <translation>没有窗口：运行无法继续。</translation>
    </message>
    <message>
        <source>Diverged at update %1</source>
        <translation>在第 %1 次更新时发散</translation>
    </message>
    <message>
        <source>Finished after update %1</source>
        <translation>在第 %1 次更新后完成</translation>
    </message>
    <message>
        <source> · new settings after it</source>
        <translation> · 之后采用新设置</translation>
    </message>
    <message>
        <source>Accumulation window</source>
        <translation>累积窗口</translation>
    </message>
    <message>
        <source>Micro-batches %1 to %2 of %3: %4 done</source>
        <translation>微批次 %1 至 %2（共 %3 个）：已完成 %4 个</translation>
    </message>
    <message>
        <source>Micro-batch %1 of %2: not yet done</source>
        <translation>微批次 %1 / %2：尚未完成</translation>
    </message>
    <message>
        <source>Micro-batch %1 of %2: %3 samples, loss %4. Its gradient is in the accumulator.</source>
        <translation>微批次 %1 / %2：%3 个样本，损失 %4。其梯度已在累加器中。</translation>
    </message>
    <message>
        <source>The open window: the gradients of %1 samples are accumulated. The update applies their mean and empties it.</source>
        <translation>当前打开的窗口：已累积 %1 个样本的梯度。更新会应用它们的平均值并清空窗口。</translation>
    </message>
    <message>
        <source>The open window: the gradients of %1 samples are accumulated. The update applies their sum and empties it.</source>
        <translation>当前打开的窗口：已累积 %1 个样本的梯度。更新会应用它们的总和并清空窗口。</translation>
    </message>
    <message>
        <source>Micro-batch %1 of %2: the epoch ends before it</source>
        <translation>第 %1 个微批次（共 %2 个）：这一轮在它之前就结束了</translation>
    </message>
    <message>
        <source>micro-batch %1 of %2 · no update ever comes</source>
        <translation>微批次 %1 / %2 · 永远不会有更新</translation>
    </message>
    <message>
        <source>micro-batch %1 of %2 · leaks into the next epoch</source>
        <translation>微批次 %1 / %2 · 漏入下一轮</translation>
    </message>
    <message>
        <source>micro-batch %1 of %2 · dropped at the end of the epoch</source>
        <translation>微批次 %1 / %2 · 这一轮结束时丢弃</translation>
    </message>
    <message>
        <source>The open window: the gradients of %1 samples are accumulated. The epoch ends before it is full; they stay, and the count begins again.</source>
        <translation>当前打开的窗口：已累积 %1 个样本的梯度。窗口填满之前这一轮就会结束；梯度会留下，计数重新开始。</translation>
    </message>
    <message>
        <source>The open window: the gradients of %1 samples are accumulated. The epoch ends before it is full, and they are thrown away.</source>
        <translation>当前打开的窗口：已累积 %1 个样本的梯度。窗口填满之前这一轮就会结束，这些梯度会被丢弃。</translation>
    </message>
</context>
</TS>
