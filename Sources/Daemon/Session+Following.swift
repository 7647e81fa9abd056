import Wire

/// The end of what a client follows.
extension Session {
    /// No more is asked: what is followed ends with what the log holds now.
    func finishFollowing() { follows.finish() }

    /// What is followed ends here, with a line that says why; nil: the client is gone.
    func endFollowing(_ why: EventLine.End?) {
        if let why { follows.end(why) } else { follows.close() }
    }
}
