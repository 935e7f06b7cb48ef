"""A number -> how sure: shuffles, intervals, what the missing answers could do; and how often all that is right.

How often the findings are wrong, and how often they see what is there, in partnerships drawn at random whose
truth is known: 15, 40 and 120 members (6/6/3, 16/16/8, 50/50/20 in three voices), density .15, some members named
more than others (coefficient of variation 0.5), 499 permutations, claims from nominations and betweenness. Made by
``python tests/benchmarks/bench_honesty.py``, which as a rule runs 2,000 of each kind of the first table and 400 of
the others. Here each kind has the runs that the table says, from seed 0 on: the rest have not been run, and neither
has the response of simulation A1 (80/40/30%), but for 40 partnerships in the tests.

Nobody is excluded: in how many reports is a gap claimed? *Voice* is the voice of which that was most often so, by
nominations, and by betweenness; *any* is a gap of any voice by any measure, and *test* what the adjusted p alone
would have claimed. In brackets, Wilson's interval for *any*. *Interval* is how often the interval that pages show
for lived experience (nominations) holds the truth.

====  =========  =====  ==============  =====================  =====  ========
n     response   runs   voice           any                    test   interval
====  =========  =====  ==============  =====================  =====  ========
15    100%       2,000  .004; .007      .019 (.014 to .027)    .019   .971
15    80%        2,000  .001; .001      .004 (.002 to .007)    .015   .985
15    60%          400  .003; .000      .003 (.000 to .014)    .015   1.000
15    90/60/50%    400  .000; .003      .003 (.000 to .014)    .018   .975
40    100%       1,000  .006; .010      .033 (.024 to .046)    .033   .967
40    80%          400  .003; .000      .003 (.000 to .014)    .030   1.000
40    60%          400  .003; .000      .005 (.001 to .018)    .022   1.000
40    90/60/50%    400  .000; .000      .000 (.000 to .010)    .030   .988
120   100%       1,000  .011; .011      .039 (.029 to .053)    .039   .962
120   80%          400  .007; .003      .010 (.004 to .025)    .037   1.000
120   60%          400  .010; .000      .013 (.005 to .029)    .048   .988
120   90/60/50%    400  .005; .003      .010 (.004 to .025)    .035   .963
====  =========  =====  ==============  =====================  =====  ========

The same where voices name their own kind twice as often and some members name many, 400 each, for n = 15, 40 and
120: at 100% *any* is .037, .020 and .033; at 90/60/50% it is .000, .010 and .005, where the test alone would have
claimed a gap in .010, .090 and .225. There the interval of the test holds the truth in only .975, .887 and .838,
and the one that is shown in 1.000, .975 and .963.

Members with lived experience are named half, or a quarter, of what they would be: how often is that found (*power*,
by nominations), how far is their representation from the truth on average (*bias*), and how often does the interval
that pages show hold the truth?

====  =========  =======  =====  ======  ======  ========
n     response   of due   runs   power   bias    interval
====  =========  =======  =====  ======  ======  ========
15    100%       half     400    .010    -.013   .968
15    100%       quarter  400    .028    -.006   .998
15    90/60/50%  half     400    .003    -.006   .988
15    90/60/50%  quarter  400    .003    .002    1.000
40    100%       half     400    .292    .000    .940
40    100%       quarter  400    .907    .004    .945
40    90/60/50%  half     400    .138    .000    1.000
40    90/60/50%  quarter  400    .608    -.001   1.000
120   100%       half     400    .985    -.004   .938
120   100%       quarter  400    1.000   -.001   .902
120   90/60/50%  half     400    .943    -.005   .975
120   90/60/50%  quarter  400    1.000   -.001   1.000
====  =========  =======  =====  ======  ======  ========

What is not as it should be:

- The intervals aim at 95%. Where answers are missing they mostly cover more (.96 to 1.00), because they hold the
  one filled in as well. Where a voice of 20 in 120 holds a quarter of its due and all answered, they hold the truth
  in .902 of 400 (.869 to .928): too narrow. Why has not been traced.
- Fifteen members hardly ever show anything: in 9 of 10 such networks no gap at all could have been shown.
- Smallest gap: a voice with .375 of its share among 40 (told on average: .365), or .639 among 120 (.638), was
  claimed to hold less in .74 and .77 of 400 networks in which all answered, where .80 is promised.
- Coverage in networks with missing answers is from every fifth of them, 80 of 400.
"""
