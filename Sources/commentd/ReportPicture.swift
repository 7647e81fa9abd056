import Mail

/// A picture of a report as SVG, which takes its colours from the page around it.
///
/// It is 360 units wide, so that its words can be read on a telephone's screen.
struct ReportPicture {
    private let plot: ReportPlot
    private let title: String
    private let id: String

    static let width = 360.0
    /// Where the plotting area begins, and ends.
    private static let left = 34.0
    private static let right = 352.0
    private static let top = 26.0

    init(_ plot: ReportPlot, title: String, id: String) {
        self.plot = plot
        self.title = title
        self.id = id
    }

    var text: String {
        switch plot {
        case .stacks(let labels, let series): stacks(labels, series)
        case .level(let labels, let heights): level(labels, heights)
        case .intervals(let intervals): self.intervals(intervals)
        case .calibration(let observations): calibration(observations)
        }
    }

    /// The whole picture, with its name and what it shows in words.
    private func picture(height: Double, _ description: String, _ content: String) -> String {
        """
        <svg viewBox="0 0 360 \(Self.digits(height))" role="img" \
        aria-labelledby="\(id)-t \(id)-d"><title id="\(id)-t">\(escapedHTML(title))</title>\
        <desc id="\(id)-d">\(escapedHTML(description)) The table below has all figures.</desc>
        \(content)</svg>

        """
    }

    /// A number to one digit behind the point, as SVG takes it.
    private static func digits(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }

    private func line(_ kind: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double)
        -> String
    {
        let (x1, y1) = (Self.digits(x1), Self.digits(y1))
        let (x2, y2) = (Self.digits(x2), Self.digits(y2))
        return "<line class=\"\(kind)\" x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\"/>\n"
    }

    private func words(_ x: Double, _ y: Double, _ anchor: String, _ words: String) -> String {
        "<text x=\"\(Self.digits(x))\" y=\"\(Self.digits(y))\" text-anchor=\"\(anchor)\">"
            + "\(escapedHTML(words))</text>\n"
    }

    private func box(_ kind: String, x: Double, y: Double, width: Double, height: Double) -> String
    {
        "<rect class=\"\(kind)\" x=\"\(Self.digits(x))\" y=\"\(Self.digits(y))\" "
            + "width=\"\(Self.digits(width))\" height=\"\(Self.digits(height))\"/>\n"
    }
}

// Counts on top of each other.
extension ReportPicture {
    private static let plotHeight = 130.0
    /// Labels of fewer columns stand below each of them.
    private static let columnsWithLabels = 8

    private func stacks(_ labels: [String], _ series: [ReportPlot.Series]) -> String {
        let totals = plot.totals ?? []
        let most = totals.max() ?? 0
        let scale = Self.scale(most)
        let bottom = Self.top + Self.plotHeight
        var content = series.count > 1 ? legend(series) : ""
        for step in 0...scale.steps {
            let count = scale.step * step
            let y = bottom - Self.plotHeight * Double(count) / Double(scale.end)
            content += line(step == 0 ? "axis" : "grid", Self.left, y, Self.right, y)
            content += words(Self.left - 4, y + 3.5, "end", Self.short(count))
        }
        let slot = (Self.right - Self.left) / Double(max(1, labels.count))
        let gap = min(6, slot * 0.2)
        for place in labels.indices {
            var y = bottom
            let x = Self.left + slot * Double(place) + gap / 2
            for (kind, one) in series.enumerated() where one.counts[place] > 0 {
                let height = Self.plotHeight * Double(one.counts[place]) / Double(scale.end)
                y -= height
                content += box("s\(kind % 4)", x: x, y: y, width: slot - gap, height: height)
            }
        }
        content += axisLabels(labels, slot: slot, bottom: bottom)
        let highest = totals.firstIndex(of: most).map { labels[$0] } ?? ""
        let named = series.map(\.name).joined(separator: ", ")
        return picture(
            height: bottom + 20,
            "Columns: \(named); \(labels.count) of them, the highest \(most), \(highest).", content)
    }

    private func level(_ labels: [String], _ heights: [Int]) -> String {
        let (least, most) = (min(0, heights.min() ?? 0), max(0, heights.max() ?? 0))
        let step = Self.scale(most - least).step
        let low = -((-least + step - 1) / step) * step
        let high = max(low + step, (most + step - 1) / step * step)
        let bottom = Self.top + Self.plotHeight
        func y(_ count: Int) -> Double {
            bottom - Self.plotHeight * Double(count - low) / Double(high - low)
        }
        var content = ""
        for count in stride(from: low, through: high, by: step) {
            content += line(count == 0 ? "axis" : "grid", Self.left, y(count), Self.right, y(count))
            content += words(Self.left - 4, y(count) + 3.5, "end", Self.short(count))
        }
        let slot = (Self.right - Self.left) / Double(max(1, labels.count))
        let points = heights.indices.map { place in
            let x = Self.left + slot * (Double(place) + 0.5)
            return "\(Self.digits(x)),\(Self.digits(y(heights[place])))"
        }
        content += "<polyline class=\"path\" points=\"\(points.joined(separator: " "))\"/>\n"
        content += axisLabels(labels, slot: slot, bottom: bottom)
        return picture(
            height: bottom + 20,
            "A line over \(labels.count) days from \(heights.first ?? 0) to \(heights.last ?? 0).",
            content)
    }

    private func axisLabels(_ labels: [String], slot: Double, bottom: Double) -> String {
        // Days need no year, and so many labels that they do not touch.
        let isDays = labels.first.map { Array($0.utf8).dropFirst(4).first == 0x2D } ?? false
        let shown = labels.map { isDays ? String($0.dropFirst(5)) : $0 }
        let widest = Double(shown.map(\.count).max() ?? 1) * 5.6 + 4
        let step = max(1, Int((widest / slot).rounded(.up)))
        var content = ""
        for place in stride(from: 0, to: shown.count, by: step) {
            let x = Self.left + slot * (Double(place) + 0.5)
            content += words(min(x, Self.width - widest / 2), bottom + 14, "middle", shown[place])
        }
        return content
    }

    private func legend(_ series: [ReportPlot.Series]) -> String {
        var content = ""
        var x = Self.left
        for (kind, one) in series.enumerated() {
            content += box("s\(kind % 4)", x: x, y: 4, width: 9, height: 9)
            content += words(x + 13, 12, "start", one.name)
            x += 26 + 5.6 * Double(one.name.count)
        }
        return content
    }

    /// Steps of 1, 2 or 5 times a power of ten, of which two to five hold the highest count.
    private static func scale(_ most: Int) -> (step: Int, steps: Int, end: Int) {
        var step = 1
        var next = [2, 5, 10].makeIterator()
        var power = 1
        while step * 5 < most, power < 1 << 40 {
            if let factor = next.next() {
                step = power * factor
            } else {
                power *= 10
                next = [2, 5, 10].makeIterator()
            }
        }
        let steps = max(1, (most + step - 1) / step)
        return (step, steps, step * steps)
    }

    private static func short(_ count: Int) -> String {
        switch count {
        case 1_000_000...: "\(digits(Double(count) / 1_000_000))M"
        case 10_000...: "\(digits(Double(count) / 1000))k"
        default: "\(count)"
        }
    }
}

// Shares.
extension ReportPicture {
    private static let rowHeight = 18.0
    /// Where rules' names end.
    private static let nameEnd = 150.0

    private func intervals(_ intervals: [ReportPlot.Interval]) -> String {
        let bottom = 20 + Self.rowHeight * Double(intervals.count)
        func x(_ share: Double) -> Double { Self.nameEnd + 8 + share * 186 }
        var content = ""
        for tick in 0...4 {
            let share = Double(tick) / 4
            content += line(tick == 0 ? "axis" : "grid", x(share), 16, x(share), bottom)
            content += words(x(share), 11, "middle", "\(tick * 25) %")
        }
        for (place, interval) in intervals.enumerated() {
            let y = 20 + Self.rowHeight * (Double(place) + 0.5)
            let name = TextLayout.cut(interval.label, to: 25)
            content += words(Self.nameEnd, y + 3.5, "end", name)
            let (low, high) = (x(interval.range.lowerBound), x(interval.range.upperBound))
            content += line("whisker", low, y, high, y)
            content += dot(x(interval.share), y)
        }
        return picture(
            height: bottom + 4,
            "Each rule's precision as a dot, with its 95 % interval as a line.", content)
    }

    private func calibration(_ observations: [ReportPlot.Observation]) -> String {
        let side = 220.0
        let (left, top) = (90.0, 24.0)
        func x(_ share: Double) -> Double { left + share * side }
        func y(_ share: Double) -> Double { top + (1 - share) * side }
        var content = ""
        for tick in 0...4 {
            let share = Double(tick) / 4
            content += line(tick == 0 ? "axis" : "grid", x(0), y(share), x(1), y(share))
            content += line(tick == 0 ? "axis" : "grid", x(share), y(0), x(share), y(1))
            // Nothing stands once in the corner of both.
            if tick > 0 { content += words(x(0) - 4, y(share) + 3.5, "end", "\(tick * 25) %") }
            content += words(x(share), y(0) + 13, "middle", "\(tick * 25) %")
        }
        content += words(x(0.5), y(0) + 27, "middle", "as probable as it was said")
        content += words(x(0) - 4, 11, "end", "was so")
        content += line("even", x(0), y(0), x(1), y(1))
        let points = observations.map {
            "\(Self.digits(x($0.said))),\(Self.digits(y($0.observed)))"
        }
        content += "<polyline class=\"path\" points=\"\(points.joined(separator: " "))\"/>\n"
        for observation in observations {
            let (low, high) = (observation.range.lowerBound, observation.range.upperBound)
            content += line("whisker", x(observation.said), y(low), x(observation.said), y(high))
            content += dot(x(observation.said), y(observation.observed))
        }
        return picture(
            height: top + side + 34,
            "How often texts were so, by the probability that was said; on the dashed line where "
                + "both agree.", content)
    }

    private func dot(_ x: Double, _ y: Double) -> String {
        "<circle class=\"s0\" cx=\"\(Self.digits(x))\" cy=\"\(Self.digits(y))\" r=\"3.5\"/>\n"
    }
}
