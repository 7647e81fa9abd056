import Discussion
import JSONValues

private let name = Schema.string(1...1024)
private let moderation = Schema.choice(["post", "pre"])
private let days = Schema.integer(0...36_500)
private let pause = Schema.integer(0...86_400)
private let sort = Schema.choice(Sort.names)

extension MethodSpec {
    static let threadGet = MethodSpec(
        "A page's discussion: counts and settings.", roles: Role.allCases,
        [.required("thread", name)], result: .reference("Thread"))

    static let threadCounts = MethodSpec(
        "How many visible comments each of these pages has.", roles: Role.allCases,
        [.required("threads", .array(name, 0...1000))],
        result: .object([.required("counts", .map(Components.count))]))

    static let threadConfigure = MethodSpec(
        "Sets what is given and leaves the rest. null has the site's value hold again.",
        isWrite: true, roles: [.site],
        [
            .required("thread", name),
            .optional("title", .string(0...1024), "Empty: none."),
            .optional("url", .string(0...2048), "http or https; empty: none."),
            .optional("closed", .boolean),
            .optional("moderation", .nullable(moderation)),
            .optional(
                "close_after_days", .nullable(days), "From the thread's creation; 0: never."),
            .optional("slow_mode_s", .nullable(pause), "Between two comments of one person."),
            .optional("default_sort", .nullable(sort)),
            .optional("guests", .nullable(.boolean), "Whether guests may comment."),
        ], result: .reference("Thread"))

    static let threadList = MethodSpec(
        "A site's pages: the one commented on last, the newest or the one with the most visible "
            + "comments first.", roles: Role.allCases,
        [
            .optional(
                "order", .choice(ThreadOrder.allCases.map(\.name)), "active unless given."),
            .optional("limit", Components.limit, "20 unless given."),
            .optional("cursor", Components.cursor, "`next` of an earlier page in the same order."),
        ],
        result: .object([
            .required("threads", .array(.reference("Thread"), 0...1000)),
            .required("next", .nullable(Components.cursor)),
        ]))

    static let threadMove = MethodSpec(
        "A page has another address. Where that is another page's, the two become one there, with "
            + "that one's settings; of two with very many comments the smaller one's follow in "
            + "parts (moving: true): until all have, replies are found under either name.",
        isWrite: true, roles: [.site],
        [.required("thread", name), .required("to", name)], result: .reference("Thread"))

    static let siteGet = MethodSpec(
        "What a site holds, and what holds in its threads that say nothing else.", roles: [.site],
        [], result: .reference("Site"))

    static let siteConfigure = MethodSpec(
        "Sets what is given and leaves the rest: for all threads that say nothing else.",
        isWrite: true, roles: [.site],
        [
            .optional(
                "closed", .boolean,
                "true: no thread takes comments, edits by authors or votes, whatever it says."),
            .optional("moderation", moderation),
            .optional("close_after_days", days, "From each thread's creation; 0: never."),
            .optional("slow_mode_s", pause, "Between two comments of one person in a thread."),
            .optional("default_sort", sort),
            .optional("guests", .boolean, "Whether guests may comment."),
        ], result: .reference("Site"))
}
