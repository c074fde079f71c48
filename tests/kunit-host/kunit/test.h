/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of the kernel's <kunit/test.h> as tests of pure logic need, for a
 * user-space program: kernel/tests/foo_kunit.c compiled with
 * -Itests/kunit-host prints KTAP and exits with 1 when anything failed.
 * Several test files can be linked into one program.
 */
#ifndef KUNIT_HOST_TEST_H
#define KUNIT_HOST_TEST_H

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../../kernel/shim.h"

/* The kernel compiles the same files without these. */
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-parameter"

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#endif
#ifndef GFP_KERNEL
#define GFP_KERNEL 0
#endif
#define MODULE_LICENSE(x) _Static_assert(1, "")
#define MODULE_DESCRIPTION(x) _Static_assert(1, "")
#define MODULE_AUTHOR(x) _Static_assert(1, "")
#define MODULE_IMPORT_NS(x) _Static_assert(1, "")

#define KUNIT_PARAM_DESC_SIZE 128

enum kunit_status { KUNIT_SUCCESS, KUNIT_FAILURE, KUNIT_SKIPPED };

struct kunit_host_action {
	struct kunit_host_action *next;
	void (*run)(void *arg);
	void *arg;
};

/**
 * struct kunit - one running test
 * @priv: for the suite's init() and the tests
 * @name: of the case
 * @param_value: the current value of a KUNIT_CASE_PARAM
 * @status: what it has come to so far
 * @host_comment: why it was skipped
 * @host_actions: what to undo at its end, last first
 * @host_abort: where a failed assertion goes
 */
struct kunit {
	void *priv;
	const char *name;
	const void *param_value;
	enum kunit_status status;
	char host_comment[256];
	struct kunit_host_action *host_actions;
	jmp_buf host_abort;
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	const void *(*generate_params)(const void *prev, char *desc);
};

struct kunit_suite {
	const char name[256];
	int (*suite_init)(struct kunit_suite *suite);
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test);
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases;
	struct kunit_suite *host_next;
};

/* clang-format off */
#define KUNIT_CASE(fn) { .run_case = fn, .name = #fn }
#define KUNIT_CASE_SLOW(fn) KUNIT_CASE(fn)
#define KUNIT_CASE_PARAM(fn, gen) { .run_case = fn, .name = #fn, .generate_params = gen }

#define KUNIT_ARRAY_PARAM(name, array, get_desc)						\
	static const void *name##_gen_params(const void *prev, char *desc)			\
	{											\
		typeof((array)[0]) *__next = prev ? ((typeof(__next))prev) + 1 : (array);	\
		void (*__get_desc)(typeof(__next), char *) = get_desc;				\
												\
		if ((size_t)(__next - (array)) >= ARRAY_SIZE(array))				\
			return NULL;								\
		if (__get_desc)									\
			__get_desc(__next, desc);						\
		return __next;									\
	}

#define KUNIT_ARRAY_PARAM_DESC(name, array, member)						\
	static const void *name##_gen_params(const void *prev, char *desc)			\
	{											\
		typeof((array)[0]) *__next = prev ? ((typeof(__next))prev) + 1 : (array);	\
												\
		if ((size_t)(__next - (array)) >= ARRAY_SIZE(array))				\
			return NULL;								\
		snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s", __next->member);			\
		return __next;									\
	}

/* clang-format on */

/* Undoing at the end of a test. */

static inline int kunit_add_action(struct kunit *test, void (*run)(void *), void *arg)
{
	struct kunit_host_action *action = malloc(sizeof(*action));

	if (!action)
		return -ENOMEM;
	*action = (struct kunit_host_action){ test->host_actions, run, arg };
	test->host_actions = action;
	return 0;
}

static inline int kunit_add_action_or_reset(struct kunit *test, void (*run)(void *), void *arg)
{
	int err = kunit_add_action(test, run, arg);

	if (err)
		run(arg);
	return err;
}

static inline void kunit_host_undo(struct kunit *test)
{
	struct kunit_host_action *action;

	while ((action = test->host_actions)) {
		test->host_actions = action->next;
		action->run(action->arg);
		free(action);
	}
}

static inline void *kunit_kcalloc(struct kunit *test, size_t n, size_t size, int gfp)
{
	void *p = calloc(n, size);

	if (p && kunit_add_action_or_reset(test, free, p))
		return NULL;
	return p;
}

static inline void *kunit_kzalloc(struct kunit *test, size_t size, int gfp)
{
	return kunit_kcalloc(test, 1, size, gfp);
}

/* Not zeroed, so that the sanitisers see what a test forgot to fill in. */
static inline void *kunit_kmalloc(struct kunit *test, size_t size, int gfp)
{
	void *p = malloc(size);

	if (p && kunit_add_action_or_reset(test, free, p))
		return NULL;
	return p;
}

static inline void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, int gfp)
{
	size_t bytes;

	return __builtin_mul_overflow(n, size, &bytes) ? NULL : kunit_kmalloc(test, bytes, gfp);
}

static inline void kunit_kfree(struct kunit *test, const void *p)
{
	struct kunit_host_action **at, *action;

	for (at = &test->host_actions; (action = *at); at = &action->next) {
		if (action->arg == p) {
			*at = action->next;
			action->run(action->arg);
			free(action);
			return;
		}
	}
}

/* Saying what is wrong. */

#define kunit_log_host(test, fmt, ...) printf("    # %s: " fmt "\n", (test)->name, ##__VA_ARGS__)
#define kunit_info kunit_log_host
#define kunit_warn kunit_log_host
#define kunit_err kunit_log_host

/* clang-format off */
#define kunit_mark_skipped(test, fmt, ...)							\
	do {											\
		(test)->status = KUNIT_SKIPPED;							\
		snprintf((test)->host_comment, sizeof((test)->host_comment), fmt, ##__VA_ARGS__);\
	} while (0)

#define kunit_skip(test, fmt, ...)								\
	do {											\
		kunit_mark_skipped(test, fmt, ##__VA_ARGS__);					\
		longjmp((test)->host_abort, 1);							\
	} while (0)

__attribute__((format(printf, 5, 6)))
static inline void kunit_host_fail(struct kunit *test, const char *file, int line, int assertion,
				   const char *fmt, ...)
{
	va_list ap;

	test->status = KUNIT_FAILURE;
	printf("    # %s: %s FAILED at %s:%d\n    #   ", test->name,
	       assertion ? "ASSERTION" : "EXPECTATION", file, line);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

#define KUNIT_HOST_CHECK(test, assertion, good, msg, fmt, ...)					\
	do {											\
		if (!(good)) {									\
			kunit_host_fail(test, __FILE__, __LINE__, assertion, fmt, __VA_ARGS__);	\
			msg;									\
			if (assertion)								\
				longjmp((test)->host_abort, 1);					\
		}										\
	} while (0)

#define KUNIT_HOST_NOTE(test, ...) ({ printf("    #   "); printf(__VA_ARGS__); putchar('\n'); })

#define KUNIT_HOST_UNARY(test, assertion, cond, want, msg)					\
	KUNIT_HOST_CHECK(test, assertion, ((cond) ? 1 : 0) == (want), msg,		\
			 "expected %s to be %s", #cond, (want) ? "true" : "false")

#define KUNIT_HOST_BINARY(test, assertion, left, op, right, msg)				\
	do {											\
		const typeof(left) __left = (left);						\
		const typeof(right) __right = (right);						\
												\
		KUNIT_HOST_CHECK(test, assertion, __left op __right, msg,			\
				 "expected %s %s %s, but the left is %lld (0x%llx), the right %lld (0x%llx)", \
				 #left, #op, #right, (long long)__left, (long long)__left,	\
				 (long long)__right, (long long)__right);			\
	} while (0)

#define KUNIT_HOST_PTR(test, assertion, left, op, right, msg)					\
	do {											\
		const void *__left = (left), *__right = (right);				\
												\
		KUNIT_HOST_CHECK(test, assertion, __left op __right, msg,			\
				 "expected %s %s %s, but the left is %p, the right %p",		\
				 #left, #op, #right, __left, __right);				\
	} while (0)

#define KUNIT_HOST_STR(test, assertion, left, op, right, msg)					\
	do {											\
		const char *__left = (left), *__right = (right);				\
												\
		KUNIT_HOST_CHECK(test, assertion, __left && __right && strcmp(__left, __right) op 0, msg, \
				 "expected %s %s %s, but the left is \"%s\", the right \"%s\"",	\
				 #left, #op, #right, __left ?: "(null)", __right ?: "(null)");	\
	} while (0)

#define KUNIT_HOST_MEM(test, assertion, left, op, right, size, msg)				\
	do {											\
		const void *__left = (left), *__right = (right);				\
		const size_t __size = (size);							\
												\
		KUNIT_HOST_CHECK(test, assertion, __left && __right && memcmp(__left, __right, __size) op 0, \
				 msg, "expected %s %s %s over %zu bytes",			\
				 #left, #op, #right, __size);					\
	} while (0)

#define KUNIT_HOST_ERRPTR(test, assertion, ptr, msg)						\
	do {											\
		const void *__ptr = (ptr);							\
												\
		KUNIT_HOST_CHECK(test, assertion, __ptr && (uintptr_t)__ptr < (uintptr_t)-4095, msg, \
				 "expected %s to be neither NULL nor an error, but it is %p", #ptr, __ptr); \
	} while (0)

#define KUNIT_SUCCEED(test) ((void)(test))
#define KUNIT_FAIL(test, ...) KUNIT_HOST_CHECK(test, 0, 0, KUNIT_HOST_NOTE(test, __VA_ARGS__), "%s", "failure")
#define KUNIT_FAIL_AND_ABORT(test, ...) \
	KUNIT_HOST_CHECK(test, 1, 0, KUNIT_HOST_NOTE(test, __VA_ARGS__), "%s", "failure")

#define KUNIT_EXPECT_TRUE(test, cond) \
	KUNIT_HOST_UNARY(test, 0, cond, 1, (void)0)
#define KUNIT_EXPECT_TRUE_MSG(test, cond, ...) \
	KUNIT_HOST_UNARY(test, 0, cond, 1, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_TRUE(test, cond) \
	KUNIT_HOST_UNARY(test, 1, cond, 1, (void)0)
#define KUNIT_ASSERT_TRUE_MSG(test, cond, ...) \
	KUNIT_HOST_UNARY(test, 1, cond, 1, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_FALSE(test, cond) \
	KUNIT_HOST_UNARY(test, 0, cond, 0, (void)0)
#define KUNIT_EXPECT_FALSE_MSG(test, cond, ...) \
	KUNIT_HOST_UNARY(test, 0, cond, 0, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_FALSE(test, cond) \
	KUNIT_HOST_UNARY(test, 1, cond, 0, (void)0)
#define KUNIT_ASSERT_FALSE_MSG(test, cond, ...) \
	KUNIT_HOST_UNARY(test, 1, cond, 0, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_EQ(test, left, right) \
	KUNIT_HOST_BINARY(test, 0, left, ==, right, (void)0)
#define KUNIT_EXPECT_EQ_MSG(test, left, right, ...) \
	KUNIT_HOST_BINARY(test, 0, left, ==, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_EQ(test, left, right) \
	KUNIT_HOST_BINARY(test, 1, left, ==, right, (void)0)
#define KUNIT_ASSERT_EQ_MSG(test, left, right, ...) \
	KUNIT_HOST_BINARY(test, 1, left, ==, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_NE(test, left, right) \
	KUNIT_HOST_BINARY(test, 0, left, !=, right, (void)0)
#define KUNIT_EXPECT_NE_MSG(test, left, right, ...) \
	KUNIT_HOST_BINARY(test, 0, left, !=, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_NE(test, left, right) \
	KUNIT_HOST_BINARY(test, 1, left, !=, right, (void)0)
#define KUNIT_ASSERT_NE_MSG(test, left, right, ...) \
	KUNIT_HOST_BINARY(test, 1, left, !=, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_LT(test, left, right) \
	KUNIT_HOST_BINARY(test, 0, left, <, right, (void)0)
#define KUNIT_EXPECT_LT_MSG(test, left, right, ...) \
	KUNIT_HOST_BINARY(test, 0, left, <, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_LT(test, left, right) \
	KUNIT_HOST_BINARY(test, 1, left, <, right, (void)0)
#define KUNIT_ASSERT_LT_MSG(test, left, right, ...) \
	KUNIT_HOST_BINARY(test, 1, left, <, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_LE(test, left, right) \
	KUNIT_HOST_BINARY(test, 0, left, <=, right, (void)0)
#define KUNIT_EXPECT_LE_MSG(test, left, right, ...) \
	KUNIT_HOST_BINARY(test, 0, left, <=, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_LE(test, left, right) \
	KUNIT_HOST_BINARY(test, 1, left, <=, right, (void)0)
#define KUNIT_ASSERT_LE_MSG(test, left, right, ...) \
	KUNIT_HOST_BINARY(test, 1, left, <=, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_GT(test, left, right) \
	KUNIT_HOST_BINARY(test, 0, left, >, right, (void)0)
#define KUNIT_EXPECT_GT_MSG(test, left, right, ...) \
	KUNIT_HOST_BINARY(test, 0, left, >, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_GT(test, left, right) \
	KUNIT_HOST_BINARY(test, 1, left, >, right, (void)0)
#define KUNIT_ASSERT_GT_MSG(test, left, right, ...) \
	KUNIT_HOST_BINARY(test, 1, left, >, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_GE(test, left, right) \
	KUNIT_HOST_BINARY(test, 0, left, >=, right, (void)0)
#define KUNIT_EXPECT_GE_MSG(test, left, right, ...) \
	KUNIT_HOST_BINARY(test, 0, left, >=, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_GE(test, left, right) \
	KUNIT_HOST_BINARY(test, 1, left, >=, right, (void)0)
#define KUNIT_ASSERT_GE_MSG(test, left, right, ...) \
	KUNIT_HOST_BINARY(test, 1, left, >=, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_PTR_EQ(test, left, right) \
	KUNIT_HOST_PTR(test, 0, left, ==, right, (void)0)
#define KUNIT_EXPECT_PTR_EQ_MSG(test, left, right, ...) \
	KUNIT_HOST_PTR(test, 0, left, ==, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_PTR_EQ(test, left, right) \
	KUNIT_HOST_PTR(test, 1, left, ==, right, (void)0)
#define KUNIT_ASSERT_PTR_EQ_MSG(test, left, right, ...) \
	KUNIT_HOST_PTR(test, 1, left, ==, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_PTR_NE(test, left, right) \
	KUNIT_HOST_PTR(test, 0, left, !=, right, (void)0)
#define KUNIT_EXPECT_PTR_NE_MSG(test, left, right, ...) \
	KUNIT_HOST_PTR(test, 0, left, !=, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_PTR_NE(test, left, right) \
	KUNIT_HOST_PTR(test, 1, left, !=, right, (void)0)
#define KUNIT_ASSERT_PTR_NE_MSG(test, left, right, ...) \
	KUNIT_HOST_PTR(test, 1, left, !=, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_NULL(test, ptr) \
	KUNIT_HOST_PTR(test, 0, ptr, ==, NULL, (void)0)
#define KUNIT_EXPECT_NULL_MSG(test, ptr, ...) \
	KUNIT_HOST_PTR(test, 0, ptr, ==, NULL, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_NULL(test, ptr) \
	KUNIT_HOST_PTR(test, 1, ptr, ==, NULL, (void)0)
#define KUNIT_ASSERT_NULL_MSG(test, ptr, ...) \
	KUNIT_HOST_PTR(test, 1, ptr, ==, NULL, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_NOT_NULL(test, ptr) \
	KUNIT_HOST_PTR(test, 0, ptr, !=, NULL, (void)0)
#define KUNIT_EXPECT_NOT_NULL_MSG(test, ptr, ...) \
	KUNIT_HOST_PTR(test, 0, ptr, !=, NULL, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_NOT_NULL(test, ptr) \
	KUNIT_HOST_PTR(test, 1, ptr, !=, NULL, (void)0)
#define KUNIT_ASSERT_NOT_NULL_MSG(test, ptr, ...) \
	KUNIT_HOST_PTR(test, 1, ptr, !=, NULL, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_NOT_ERR_OR_NULL(test, ptr) \
	KUNIT_HOST_ERRPTR(test, 0, ptr, (void)0)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL_MSG(test, ptr, ...) \
	KUNIT_HOST_ERRPTR(test, 0, ptr, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(test, ptr) \
	KUNIT_HOST_ERRPTR(test, 1, ptr, (void)0)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL_MSG(test, ptr, ...) \
	KUNIT_HOST_ERRPTR(test, 1, ptr, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_STREQ(test, left, right) \
	KUNIT_HOST_STR(test, 0, left, ==, right, (void)0)
#define KUNIT_EXPECT_STREQ_MSG(test, left, right, ...) \
	KUNIT_HOST_STR(test, 0, left, ==, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_STREQ(test, left, right) \
	KUNIT_HOST_STR(test, 1, left, ==, right, (void)0)
#define KUNIT_ASSERT_STREQ_MSG(test, left, right, ...) \
	KUNIT_HOST_STR(test, 1, left, ==, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_STRNEQ(test, left, right) \
	KUNIT_HOST_STR(test, 0, left, !=, right, (void)0)
#define KUNIT_EXPECT_STRNEQ_MSG(test, left, right, ...) \
	KUNIT_HOST_STR(test, 0, left, !=, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_STRNEQ(test, left, right) \
	KUNIT_HOST_STR(test, 1, left, !=, right, (void)0)
#define KUNIT_ASSERT_STRNEQ_MSG(test, left, right, ...) \
	KUNIT_HOST_STR(test, 1, left, !=, right, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_MEMEQ(test, left, right, size) \
	KUNIT_HOST_MEM(test, 0, left, ==, right, size, (void)0)
#define KUNIT_EXPECT_MEMEQ_MSG(test, left, right, size, ...) \
	KUNIT_HOST_MEM(test, 0, left, ==, right, size, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_MEMEQ(test, left, right, size) \
	KUNIT_HOST_MEM(test, 1, left, ==, right, size, (void)0)
#define KUNIT_ASSERT_MEMEQ_MSG(test, left, right, size, ...) \
	KUNIT_HOST_MEM(test, 1, left, ==, right, size, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_EXPECT_MEMNEQ(test, left, right, size) \
	KUNIT_HOST_MEM(test, 0, left, !=, right, size, (void)0)
#define KUNIT_EXPECT_MEMNEQ_MSG(test, left, right, size, ...) \
	KUNIT_HOST_MEM(test, 0, left, !=, right, size, KUNIT_HOST_NOTE(test, __VA_ARGS__))
#define KUNIT_ASSERT_MEMNEQ(test, left, right, size) \
	KUNIT_HOST_MEM(test, 1, left, !=, right, size, (void)0)
#define KUNIT_ASSERT_MEMNEQ_MSG(test, left, right, size, ...) \
	KUNIT_HOST_MEM(test, 1, left, !=, right, size, KUNIT_HOST_NOTE(test, __VA_ARGS__))
/* clang-format on */

/* Running. */

/* Weak, so that all files of one program share it. */
__attribute__((weak)) struct kunit_suite *kunit_host_suites;

static inline void kunit_host_add(struct kunit_suite *suite)
{
	struct kunit_suite **at = &kunit_host_suites;

	while (*at)
		at = &(*at)->host_next;
	*at = suite;
}

/* clang-format off */
#define KUNIT_HOST_NAME2(a, b) a##b
#define KUNIT_HOST_NAME(a, b) KUNIT_HOST_NAME2(a, b)
#define kunit_test_suites(...)									\
	__attribute__((constructor))								\
	static void KUNIT_HOST_NAME(kunit_host_register_, __LINE__)(void)			\
	{											\
		struct kunit_suite *__suites[] = { __VA_ARGS__ };				\
												\
		for (size_t __i = 0; __i < ARRAY_SIZE(__suites); __i++)				\
			kunit_host_add(__suites[__i]);						\
	}											\
	_Static_assert(1, "")
#define kunit_test_suite(suite) kunit_test_suites(&(suite))
/* clang-format on */

static inline void kunit_host_result(const char *indent, enum kunit_status status, int number,
				     const char *name, const char *comment)
{
	printf("%s%sok %d %s", indent, status == KUNIT_FAILURE ? "not " : "", number, name);
	if (status == KUNIT_SKIPPED)
		printf(" # SKIP %s", comment);
	putchar('\n');
	fflush(stdout);
}

/* One call of one case, with all that belongs around it. */
static inline void kunit_host_call(struct kunit_suite *suite, struct kunit_case *c,
				   struct kunit *test)
{
	test->name = c->name;
	test->status = KUNIT_SUCCESS;
	if (!setjmp(test->host_abort)) {
		if (suite->init && suite->init(test))
			KUNIT_HOST_CHECK(test, 1, 0, (void)0, "%s", "the suite's init() failed");
		c->run_case(test);
	}
	if (!setjmp(test->host_abort)) {
		if (suite->exit)
			suite->exit(test);
	}
	kunit_host_undo(test);
}

static inline enum kunit_status kunit_host_case(struct kunit_suite *suite, struct kunit_case *c,
						int number)
{
	enum kunit_status all = KUNIT_SKIPPED;
	struct kunit test = { 0 };
	int params = 0;

	if (!c->generate_params) {
		kunit_host_call(suite, c, &test);
		kunit_host_result("    ", test.status, number, c->name, test.host_comment);
		return test.status;
	}

	printf("        KTAP version 1\n        # Subtest: %s\n", c->name);
	for (const void *value = NULL;;) {
		char desc[KUNIT_PARAM_DESC_SIZE] = "";

		value = c->generate_params(value, desc);
		if (!value)
			break;
		test = (struct kunit){ .param_value = value };
		kunit_host_call(suite, c, &test);
		params++;
		if (!desc[0])
			snprintf(desc, sizeof(desc), "param-%d", params - 1);
		kunit_host_result("        ", test.status, params, desc, test.host_comment);
		if (test.status == KUNIT_FAILURE || all == KUNIT_SKIPPED)
			all = all == KUNIT_FAILURE ? all : test.status;
	}
	printf("        1..%d\n", params);
	kunit_host_result("    ", all, number, c->name, params ? "every value" : "no values");
	return all;
}

static inline enum kunit_status kunit_host_suite(struct kunit_suite *suite, int number)
{
	enum kunit_status all = KUNIT_SKIPPED;
	int n = 0;

	while (suite->test_cases[n].run_case)
		n++;
	printf("    KTAP version 1\n    # Subtest: %s\n    1..%d\n", suite->name, n);
	if (suite->suite_init && suite->suite_init(suite)) {
		printf("    # the suite's suite_init() failed\n");
		kunit_host_result("", KUNIT_FAILURE, number, suite->name, "");
		return KUNIT_FAILURE;
	}
	for (int i = 0; i < n; i++) {
		enum kunit_status status = kunit_host_case(suite, &suite->test_cases[i], i + 1);

		if (status == KUNIT_FAILURE || all == KUNIT_SKIPPED)
			all = status;
	}
	if (suite->suite_exit)
		suite->suite_exit(suite);
	kunit_host_result("", all, number, suite->name, "every case");
	return all;
}

__attribute__((weak)) int main(void)
{
	int n = 0, failed = 0;

	for (struct kunit_suite *suite = kunit_host_suites; suite; suite = suite->host_next)
		n++;
	printf("KTAP version 1\n1..%d\n", n);
	n = 0;
	for (struct kunit_suite *suite = kunit_host_suites; suite; suite = suite->host_next)
		failed |= kunit_host_suite(suite, ++n) == KUNIT_FAILURE;
	printf("# done\n");
	return failed;
}

#endif
