import JSONValues

/// The moderation queue.
extension ModelComparison {
    mutating func compareQueue() throws {
        for state in ["pending", "flagged", "all"] {
            let due = site.waiting.filter { state == "all" || $0.value.state == state }
            let byAge = due.sorted { ($0.value.since, $0.key) < ($1.value.since, $1.key) }
                .map(\.key)
            let orders = ["oldest": byAge, "newest": byAge.reversed()]
            for (order, expected) in orders.sorted(by: { $0.key < $1.key }) {
                let items = try queue(state, order)
                try expect(items.map(id), expected, "queue \(state) by \(order)")
            }
            let items = try queue(state, "priority")
            try expect(items.map(id).sorted(), due.keys.sorted(), "queue \(state) by priority")
            let priorities = items.map { $0["priority"].double ?? .nan }
            guard zip(priorities, priorities.dropFirst()).allSatisfy({ $0 >= $1 }) else {
                throw run.mismatch("queue \(state) by priority: \(priorities)")
            }
            for item in items { try compare(item) }
        }
    }

    private func id(_ item: JSONValue) -> String { item["comment"]["id"].text ?? "" }

    /// The whole queue, page by page.
    private mutating func queue(_ state: String, _ order: String) throws -> [JSONValue] {
        let total = site.waiting.values.count { state == "all" || $0.state == state }
        var items: [JSONValue] = []
        var params: JSONValue = [
            "state": .string(state), "order": .string(order),
            "limit": .integer(random.number(5...50)),
        ]
        while true {
            let page = try read("moderation.queue", params)
            try expect(page["total"], .integer(total), "total of the queue \(state)")
            items += page["items"].array ?? []
            if page["next"] == .null || items.count > total { return items }
            params = params.with(["cursor": page["next"]])
        }
    }

    private func compare(_ item: JSONValue) throws {
        let id = id(item)
        guard let comment = site.comments[id], let wait = site.waiting[id] else {
            throw run.mismatch("\(name): \(id) does not wait")
        }
        try expect(item["state"], .string(wait.state), "state of \(id) in the queue")
        try expect(item["comment"]["status"], .string(comment.status), "status of \(id)")
        try expect(
            item["waiting_s"], .integer((run.now - wait.since) / 1000), "waiting of \(id)")
        let open = site.flags[id, default: [:]].filter {
            $0.key != ModelSite.rules && $0.value.state == "open"
        }
        let expected = Dictionary(grouping: open.values, by: \.reason).map { reason, flags in
            "\(reason) \(flags.count) \(flags.reduce(0) { $0 + $1.weight })"
        }
        let shown = (item["flags"].array ?? []).map {
            let weight = Int((($0["weight"].double ?? 0) * 1000).rounded())
            return "\($0["reason"].text ?? "") \($0["count"].integer ?? 0) \(weight)"
        }
        try expect(shown.sorted(), expected.sorted(), "flags of \(id)")
        let counts = [
            "approved": site.comments(by: comment.author, with: ["approved"]),
            "rejected": site.comments(by: comment.author, with: ["rejected", "spam"]),
        ]
        try expect(item["author"]["id"], .string(comment.author), "author of \(id)")
        for (member, count) in counts {
            try expect(
                item["author"][member], .integer(count), "\(member) of \(comment.author)")
        }
    }
}
