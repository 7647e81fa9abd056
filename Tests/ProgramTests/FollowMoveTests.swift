import Daemon
import JSONValues
import Testing
import Wire

@Suite("Following pages that move")
struct FollowMoveTests {
    private let folder: ProgramFolder
    private let server: TestServer

    init() throws {
        folder = try ProgramFolder()
        server = try TestServer(database: folder.database)
    }

    private func page(_ name: String) -> TestPage { TestPage(server, name: name) }

    private func move(_ thread: String, _ to: String) throws {
        let params: JSONValue = ["thread": .string(thread), "to": .string(to)]
        #expect(try server.call("thread.move", params)["moving"] == false)
    }

    private func followed(by person: JSONValue) throws -> [String] {
        try page("x").subscriptions(of: person).map {
            let isConfirmed = $0["confirmed"] == true
            return "\($0["scope"].text ?? "") \($0["thread"].text ?? "")"
                + (isConfirmed ? "" : " unconfirmed")
        }
    }

    private func checkAll() throws {
        try page("x").finishLeftovers()
        #expect(try LocalService.recount(folder.database).map(\.description) == [])
    }

    @Test("Who follows a page follows it at its new address, and what was due says so")
    func renamed() throws {
        let root = try page("old").say("Root", by: "cat")
        try page("old").follow(by: "bob")
        try page("old").follow(by: "cat", "replies")
        try page("old").follow(repliesTo: root, by: "dan")
        try page("old").say("Before", by: "ann", under: root)
        try move("old", "new")
        #expect(try page("x").notices().map { $0["page"]["thread"] } == ["new", "new", "new"])
        try page("x").acknowledge(page("x").notices())
        try page("new").say("After", by: "ann", under: root)
        try page("old").say("Another page's", by: "ann")
        #expect(try page("x").told() == ["bob: After", "cat: After", "dan: After"])
        try checkAll()
    }

    @Test("Of two pages that become one all followers hear of what comes, each of it once")
    func merged() throws {
        for name in ["a", "b"] { try page(name).say("Root of \(name)", by: "cat") }
        let mailed: JSONValue = ["id": "eve", "email": "eve@example.org"]
        try page("a").follow(by: "amy")
        try page("b").follow(by: "bob")
        for name in ["a", "b"] {
            try page(name).follow(by: "both")
            try page(name).follow(by: "cat", "replies")
        }
        try page("a").follow(by: mailed)
        try page("b").follow(by: mailed, with: ["confirmed": true])
        try page("b").say("Before", by: "ann")
        #expect(
            try page("x").told() == [
                "bob: Before", "both: Before", "eve: Before", "eve: confirm",
            ])
        try move("b", "a")
        #expect(try followed(by: "amy") == ["thread a"])
        #expect(try followed(by: "bob") == ["thread a"])
        #expect(try followed(by: "both") == ["thread a"])
        #expect(try followed(by: "cat") == ["replies a"])
        #expect(try followed(by: "eve") == ["thread a"])
        // Nothing that was due is lost with the subscriptions that were one too many.
        #expect(try page("x").told() == ["bob: Before", "both: Before", "eve: Before"])
        try page("x").acknowledge(page("x").notices())
        try page("a").say("After", by: "ann")
        #expect(
            try page("x").told() == ["amy: After", "bob: After", "both: After", "eve: After"])
        try page("b").say("Another page's", by: "ann")
        #expect(try page("x").told().count == 4)
        try checkAll()
    }
}

@Suite("Pages of many comments that become one")
struct MovingPartsTests {
    private let bench: LeftoverBench
    /// The roots of a and of b, as many; the first and the last of each have a reply.
    private let roots: [String: [String]]

    init() throws {
        bench = try LeftoverBench()
        var roots: [String: [String]] = [:]
        for name in ["a", "b"] {
            let submitted = try bench.call((0..<600).map { Self.say("\(name)\($0)", on: name) })
            let ids = submitted.compactMap { $0["comment"]["id"].text }
            roots[name] = ids
            try bench.call(
                [ids[0], ids[599]].map { Self.say("Reply", on: name, under: $0) })
        }
        self.roots = roots
        for (name, person) in [("a", "amy"), ("b", "bob")] {
            try bench.call(
                .subscriptionAdd,
                ["thread": .string(name), "person": .string(person), "scope": "thread"])
        }
        while bench.step() {}
    }

    private static func say(
        _ body: String, on thread: String, under parent: String? = nil
    ) -> (Method, JSONValue) {
        let params: JSONValue = [
            "thread": .string(thread), "author": "ann", "body": .string(body),
        ]
        return (.commentSubmit, parent.map { params.with(["parent": .string($0)]) } ?? params)
    }

    private static let moving: (Method, JSONValue) = (.threadMove, ["thread": "b", "to": "a"])

    private func told() throws -> [String] {
        let notices = try bench.call(.notificationList, ["limit": 1000])["notifications"]
        return (notices.array ?? []).map {
            "\($0["person"]["id"].text ?? ""): \($0["comment"]["body"].text ?? "")"
        }.sorted()
    }

    @Test("Nobody misses what is said right before and meanwhile, at whichever address")
    func tells() throws {
        let started = try bench.call([Self.say("Before", on: "b"), Self.moving])
        #expect(started[1]["moving"] == true)
        let bodies = ["In a", "In b", "To the last", "To the first"]
        var commands = [
            Self.say(bodies[0], on: "a"), Self.say(bodies[1], on: "b"),
            Self.say(bodies[2], on: "b", under: roots["b"]?.last),
            Self.say(bodies[3], on: "b", under: roots["b"]?.first),
        ]
        repeat {
            if let next = commands.popLast() { try bench.call([next]) }
            #expect(try bench.problems() == [])
        } while bench.step()
        let expected = ["amy", "bob"].flatMap { person in
            (["Before"] + bodies).map { "\(person): \($0)" }
        }
        #expect(try told() == expected.sorted())
        #expect(try bench.call(.threadGet, ["thread": "a"])["count"] == 1209)
    }

    @Test("Replies are found under the name of either page until all have moved")
    func finds() throws {
        try bench.call([Self.moving])
        func replies(to id: String?, on name: String) throws -> [JSONValue] {
            let list = try bench.call(
                .commentList, ["thread": .string(name), "parent": .string(id ?? "")])
            return (list["comments"].array ?? []).map { $0["body"] }
        }
        var isMoving = true
        while isMoving {
            for name in ["a", "b"] {
                for id in [roots["b"]?.first, roots["b"]?.last, roots["a"]?.first] {
                    #expect(try replies(to: id, on: name) == ["Reply"], "\(name)")
                }
            }
            isMoving = bench.step()
            if try bench.call(.serverStatus, [:])["queues"]["recounts"] == 0 { break }
        }
        #expect(try replies(to: roots["b"]?.last, on: "a") == ["Reply"])
        #expect(throws: (any Error).self) { try replies(to: roots["b"]?.last, on: "b") }
        #expect(try bench.problems() == [])
    }

    @Test("Where much is due to those who follow both pages, they follow in parts")
    func passesOnInParts() throws {
        try bench.call((0..<100).map { Self.say("Old \($0)", on: "c") })
        for name in ["c", "d"] {
            try bench.call(
                (0..<64).map { index in
                    let person = JSONValue.string("p\(index)")
                    return (
                        .subscriptionAdd,
                        ["thread": .string(name), "person": person, "scope": "thread"]
                    )
                })
        }
        try bench.call((0..<80).map { Self.say("New \($0)", on: "d") })
        while bench.step() {}
        let moved = try bench.call(.threadMove, ["thread": "d", "to": "c"])
        #expect(moved["moving"] == true)
        #expect(
            try bench.number(
                """
                SELECT count(*) FROM subscriptions JOIN threads ON threads.id = thread_id
                WHERE threads.name = 'd'
                """) > 0)
        while bench.step() {}
        #expect(try bench.number("SELECT count(*) FROM subscriptions WHERE person_id > 3") == 64)
        #expect(
            try bench.number(
                """
                SELECT count(*) FROM notices
                  JOIN subscriptions ON subscriptions.id = subscription_id
                WHERE state = 0
                """) == 64 * 80)
        #expect(try bench.problems() == [])
    }

    @Test("Those who have not confirmed take no more of a part than others")
    func looksAtFew() throws {
        try bench.call(
            (0..<1000).map { index in
                let person: JSONValue = [
                    "id": .string("p\(index)"), "email": .string("p\(index)@example.org"),
                ]
                return (.subscriptionAdd, ["thread": "a", "person": person, "scope": "thread"])
            })
        try bench.call(.subscriptionAdd, ["thread": "a", "person": "zoe", "scope": "thread"])
        while bench.step() {}
        try bench.call([Self.say("Hello", on: "a")])
        var parts = 0
        while bench.step() { parts += 1 }
        #expect(parts > 1000 / 128)
        #expect(try told().filter { $0.hasSuffix("Hello") } == ["amy: Hello", "zoe: Hello"])
    }
}
