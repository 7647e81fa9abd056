/// How many rows a transaction changes at most, so that what it adds to the log stays within
/// bounds: judged by those before, since nobody knows how far apart rows lie before it has ended.
///
/// The more rows the more share a page, and another kind of command has other rows: where one
/// follows on another more is added than that.
struct TransactionBound {
    /// Pages that a transaction adds where the log has room for them, and where it has not.
    private static let (maxFrames, leastFrames) = (6500.0, 5000.0)
    /// A transaction that adds fewer says nothing of larger ones.
    private static let tellingFrames = maxFrames / 2
    /// Nor does one of few rows.
    private static let tellingRows: Int64 = 1000
    /// What the pages of transactions still count for after another one, down to so many a row.
    private static let fading = 0.7
    private static let leastFramesPerRow = 0.25
    private var framesPerRow = leastFramesPerRow

    /// `room`: how many pages may come to the log.
    func isReached(by rows: Int64, room: Int64) -> Bool {
        let frames = min(Self.maxFrames, max(Self.leastFrames, Double(room)))
        return Double(rows) * framesPerRow > frames
    }

    /// A transaction that changed so many rows added so many pages.
    mutating func note(frames: Int32, of rows: Int64) {
        guard rows >= Self.tellingRows else { return }
        let frames = Double(frames)
        let isTelling = frames > Self.tellingFrames
        framesPerRow = max(
            isTelling ? frames / Double(rows) : framesPerRow * Self.fading,
            Self.leastFramesPerRow)
    }
}
