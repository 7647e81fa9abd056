import JSONValues

/// The random commands of readers and authors.
extension ModelRun {
    static let threads = ["first", "second", "third"]
    /// Pages that have their comments from others alone.
    static let destinations = ["fourth", "fifth"]
    /// Takes comments only after a person has seen them.
    static let premoderated = "third"

    /// One random command to one of the sites.
    mutating func step() throws {
        // What is gathered goes to the server at one moment.
        if gathered == nil { passTime() }
        let site = random.chance(80) ? "default" : "other"
        let kind = random.pick(weighted: [
            (300, "submit"), (320, "vote"), (90, "flag"), (40, "delete"), (180, "decide"),
            (10, "configure"), (60, "edit"), (8, "move"),
        ])
        switch kind {
        case "submit": try submit(to: site)
        case "vote": try vote(in: site)
        case "flag": try flag(in: site)
        case "delete": try delete(in: site)
        case "decide": try decide(in: site)
        case "edit": try edit(in: site)
        case "move": try move(in: site)
        default: try close(in: site)
        }
    }

    /// Often none, so that several comments share a millisecond; sometimes minutes.
    private func advance(_ milliseconds: Int) {
        server.clock.advance(milliseconds: milliseconds)
    }

    private mutating func passTime() {
        let most = random.pick(weighted: [(60, 0), (30, 5_000), (10, 200_000)]) ?? 0
        advance(random.number(0...most))
    }

    /// A comment of the site by its id or, now and then, one that does not exist or is another
    /// site's.
    mutating func anyID(in site: String) -> String {
        if random.chance(2) { return "0000000000000" }
        let known = sites[random.chance(2) ? "other" : site]?.ids ?? []
        // For a while much happens to the same few, so that their histories grow.
        let few = known.dropFirst(commands / 60 * 7 % max(1, known.count)).prefix(5)
        let chosen = random.pick(weighted: [(40, Array(few)), (20, known.suffix(12)), (40, known)])
        return random.pick(chosen ?? known) ?? "0000000000000"
    }

    /// Mostly one that can be voted on.
    private mutating func visibleID(in site: String) -> String {
        let ids = (0..<4).map { _ in anyID(in: site) }
        return ids.first { sites[site]?.comments[$0]?.status == "approved" } ?? ids[0]
    }

    mutating func anyPerson() -> String { random.pick(Self.persons) ?? "" }

    mutating func submit(
        to site: String, thread: String? = nil, under parent: String? = nil, isPlain: Bool = false
    ) throws {
        let thread = thread ?? random.pick(Self.threads) ?? ""
        let word = isPlain || random.chance(76) ? "" : random.pick(Self.words) ?? ""
        var new = ModelSubmission(
            thread: thread, parent: parent, author: anyPerson(),
            body: "\(word) text \(commands)", at: now)
        if parent == nil, !isPlain, random.chance(70) {
            new.parent = random.chance(80) ? visibleID(in: site) : anyID(in: site)
            // Mostly a parent in its own thread, and sometimes in another.
            let own = sites[site]?.comments[new.parent ?? ""]?.thread
            if random.chance(95) { new.thread = own ?? thread }
        }
        var params: JSONValue = [
            "thread": .string(new.thread), "author": .string(new.author), "body": .string(new.body),
        ]
        if let parent = new.parent { params = params.with(["parent": name(parent, in: site)]) }
        if random.chance(10) {
            new.at = now - random.number(0...864_000_000)
            params = params.with(["at": text(new.at)])
        }
        if random.chance(20) {
            new.ref = "r\(commands)"
            params = params.with(["ref": "r\(commands)"])
        }
        try send("comment.submit", params, to: site) { [new] model, result in
            [model.submit(new, as: result?["comment"]["id"].text) ?? 0]
        }
    }

    static let words = ["holdme", "rejectme", "spamme", "flagme", "trustme"]

    mutating func vote(in site: String, on chosen: String? = nil) throws {
        let id = chosen ?? visibleID(in: site)
        let voter = random.chance(30) ? anyPerson() : "v\(random.number(0...40))"
        let value = random.pick(weighted: [(50, 1), (35, -1), (15, 0)]) ?? 0
        let params: JSONValue = [
            "comment": name(id, in: site), "voter": .string(voter), "value": .integer(value),
        ]
        try send("vote.cast", params, to: site) { model, _ in
            [model.vote(on: id, by: voter, value) ?? 0]
        }
    }

    mutating func flag(in site: String) throws {
        let id = visibleID(in: site)
        let reporter = anyPerson()
        let reason = random.pick(["spam", "abuse", "off_topic", "illegal", "other"]) ?? ""
        var at = now
        var params: JSONValue = [
            "comment": name(id, in: site), "reporter": .string(reporter), "reason": .string(reason),
        ]
        if random.chance(10) {
            at -= random.number(0...1_000_000)
            params = params.with(["at": text(at)])
        }
        try send("flag.raise", params, to: site) { [at] model, _ in
            [model.flag(id, by: reporter, for: reason, at: at) ?? 0]
        }
    }
}
