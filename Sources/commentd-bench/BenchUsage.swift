/// What `--help` prints.
enum BenchUsage {
    static let text = """
        commentd-bench - how fast commentd is, beside a minimal daemon in C on the same data

        commentd-bench                 the table: commentd, and the C daemon where --floors names it
        commentd-bench compare BASE    the same rows beside an earlier build: BASE is its commentd
        commentd-bench growth          the same loads on sites of several sizes
        commentd-bench soak            2,000 writes and 10,000 reads a second for --seconds: what
                                       memory, descriptors and log come to
        commentd-bench counts          how long the counts of 1,000 pages take, beside votes too
        commentd-bench follow          votes while 10,000 followers are told of comments
        commentd-bench live            votes while 1,000 connections follow what happens, and how
                                       long a line is on its way to them
        commentd-bench anchors         how well and how fast 10,000 passages are found in a page's
                                       edited text, and in hostile ones
        commentd-bench search          searches in 100,000 comments of three languages, what their
                                       index takes, and what it costs those who submit
        commentd-bench classifier      how well the classifier learns published collections
        commentd-bench texts           what 5,000 words, 200 patterns and a classifier cost a text,
                                       what HTML costs, of hostile ones too, and, with --data,
                                       which changed copies are found
        commentd-bench backtest        how fast rules are tried on stored comments, beside votes
        commentd-bench report          how long the moderation report of a whole site takes, by
                                       itself and beside votes
        commentd-bench ranking         what fits of common ground cost, alone and through the
                                       daemon, and, with --data, what they put first in published
                                       conversations
        commentd-bench hostile         hostile lines through pipe, socket and TCP: whether each is
                                       answered once and in order, and what held the writer longest
        commentd-bench crowd           an honest client beside 500 hostile connections
        commentd-bench backups         50 backups beside votes, each held against a recount
        commentd-bench import          how fast exports are read into an empty database, and on top
                                       of that, beside sqlite_floor where --floors names it
        commentd-bench rules           what the shipped rules make of published collections

        Options:
          --commentd PATH    the program to measure: the one beside this program unless given
          --floors DIR       the folder of the built daemon_floor, with data/seed.db in it
          --lines N          hostile: how many lines: 100000 unless given
          --rounds N         how often each row is measured, in turn: 3 unless given
          --seconds S        how long each time, after a second of warm-up: 3 unless given
          --only ROW,…       some rows only, by the names below
          --work DIR         where temporary files go: TMPDIR or /tmp unless given; take the disk
                             that is to be measured
          --sizes N,…        growth: comments of each site, ranking: votes: 10000,100000,1000000
                             unless given; report: comments of its site, the last of them
          --threads A,B      growth: comments of two threads whose pages are compared:
                             1000,1000000 unless given; 0 for none
          --data DIR         classifier, rules, backtest, texts: the folder of the collections;
                             ranking: that of the conversations; hostile: files of hostile lines
          --help

        Rows, C connections × D commands in flight on each:
        \(rows)

        Both daemons are driven through a Unix socket by one load generator that keeps a fixed
        number of commands in flight, on fresh copies of the same data, in turn and round by round.
        Only the ratios of one round mean something: a ratio here is the median of the rounds'.
        CPU is the server's, in milliseconds a thousand commands; memory its peak.

        Exit status: 0 measured (goals may be missed), 1 failed or errors came, 2 wrong usage.

        """

    private static let rows = BenchRow.allCases.map { row in
        let blanks = String(repeating: " ", count: max(1, 17 - row.rawValue.count))
        return "  \(row.rawValue)\(blanks)\(row.title)"
    }.joined(separator: "\n")
}
