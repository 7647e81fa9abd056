/// What a report counts by UTC day.
protocol ReportDay {
    /// Days since 1970-01-01.
    var day: Int { get }

    /// One on which nothing happened.
    init(day: Int)
}

/// Days of a report, made as they are counted in: mostly the last one again, or the next.
struct DayList<Day: ReportDay> {
    private var days: [Day] = []

    /// Those there are, the oldest first.
    var inOrder: [Day] { days }

    /// Counts something in on a day.
    mutating func change(_ day: Int, _ count: (inout Day) -> Void) {
        if let last = days.indices.last, days[last].day == day { return count(&days[last]) }
        // The first that is not before it.
        var (low, high) = (0, days.count)
        while low < high {
            let middle = (low + high) / 2
            if days[middle].day < day { low = middle + 1 } else { high = middle }
        }
        if low == days.count || days[low].day != day { days.insert(Day(day: day), at: low) }
        count(&days[low])
    }
}
