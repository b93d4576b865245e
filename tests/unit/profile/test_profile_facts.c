/*
 * The built-in profiles against the numbers of their sources. The literals here are those of the collected standards
 * (each case names its standard and how the number is known), not of the YAML files; and for each profile one indicator
 * is measured on a made city whose ratio follows from these literals with a pencil.
 */
#include "made_city.h"
#include "network/build.h"

static const double PI = 3.14159265358979323846;

/* A number that a source does not have. */
#define NONE NAN

typedef struct fact {
    const char *profile, *id, *category; /* category of the first rule */
    double distance_m, min_area_m2, max_area_m2;
    lc_metric metric;
    lc_denominator denominator;
    double target;
    const char *verified;
} fact;

static const fact FACTS[] = {
    /* GB 50180-2018, facilities: 幼儿园 300, 小学 500, 卫生服务中心 1000 (secondary); all others as commonly quoted
       (unverified), straight */
    {"gb50180-2018", "kindergarten", "kindergarten", 300, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "secondary"},
    {"gb50180-2018", "primary_school", "primary_school", 500, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE,
     "secondary"},
    {"gb50180-2018", "secondary_school", "secondary_school", 1000, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE,
     "unverified"},
    {"gb50180-2018", "station", "service_center", 300, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "unverified"},
    {"gb50180-2018", "canteen", "community_canteen", 300, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "unverified"},
    {"gb50180-2018", "culture_station", "culture_station", 500, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE,
     "unverified"},
    {"gb50180-2018", "small_sports", "sports_ground", 300, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "unverified"},
    {"gb50180-2018", "fitness_ground", "fitness_ground", 300, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE,
     "unverified"},
    {"gb50180-2018", "elderly_care", "elderly_care", 300, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "unverified"},
    {"gb50180-2018", "health_station", "health_station", 300, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE,
     "unverified"},
    {"gb50180-2018", "health_center", "health_center", 1000, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE,
     "secondary"},
    {"gb50180-2018", "culture_center", "culture_center", 1000, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE,
     "unverified"},
    {"gb50180-2018", "street_center", "service_center", 1000, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE,
     "unverified"},
    {"gb50180-2018", "market", "market", 500, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "unverified"},
    {"gb50180-2018", "mall", "mall", 500, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "unverified"},
    {"gb50180-2018", "bus_stop", "bus_stop", 500, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "unverified"},
    {"gb50180-2018", "metro_station", "metro_station", 800, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE,
     "unverified"},
    /* the circles, 5, 10, 15 minutes: 300, 500, 800 to 1000 m (secondary), walked; parks of 0.4, 1, 5 ha */
    {"gb50180-2018", "park_5min_walk", "park", 300, 4000, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE, "unverified"},
    {"gb50180-2018", "park_10min_walk", "park", 500, 10000, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE, "unverified"},
    {"gb50180-2018", "park_15min_walk", "park", 1000, 50000, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE, "unverified"},
    {"gb50180-2018", "market_walk", "market", 500, NONE, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE, "unverified"},
    /* the parks' radii by GB/T 51346-2019, table 4.4.7 (text): 300, 500, 800 to 1000 m */
    {"gb50180-2018", "park_5min", "park", 300, 4000, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "text"},
    {"gb50180-2018", "park_10min", "park", 500, 10000, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "text"},
    {"gb50180-2018", "park_15min", "park", 1000, 50000, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "text"},
    /* GB/T 51346-2019 4.3.4: parks and squares 500 m over residential land, 90, 100, 80 % (text); table 4.4.7 (text) */
    {"gb-t-51346-2019", "parks_90", "park", 500, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, 0.9, "text"},
    {"gb-t-51346-2019", "parks_100_new", "park", 500, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, 1, "text"},
    {"gb-t-51346-2019", "parks_80_old", "park", 500, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, 0.8, "text"},
    {"gb-t-51346-2019", "parks_walk", "park", 500, NONE, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE, "unverified"},
    {"gb-t-51346-2019", "pocket_old", "park", 300, 2000, 4000, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "text"},
    {"gb-t-51346-2019", "pocket_historic", "park", 300, 1000, 4000, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "text"},
    {"gb-t-51346-2019", "garden", "park", 300, 4000, 10000, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "text"},
    {"gb-t-51346-2019", "community_small", "park", 500, 10000, 50000, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "text"},
    {"gb-t-51346-2019", "community_large", "park", 1000, 50000, 100000, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "text"},
    {"gb-t-51346-2019", "comprehensive_small", "park", 2000, 1e5, 2e5, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "text"},
    {"gb-t-51346-2019", "comprehensive_large", "park", 3000, 2e5, 5e5, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "text"},
    /* 国土空间规划城市体检: minutes in the names (secondary); metres, 400 m2, residential land unverified */
    {"td-t-1062-2021", "park_square", "park", 300, 400, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE, "unverified"},
    {"td-t-1062-2021", "elderly_care", "elderly_care", 300, NONE, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE, "unverified"},
    {"td-t-1062-2021", "market", "market", 500, NONE, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE, "unverified"},
    {"td-t-1062-2021", "primary_school", "primary_school", 500, NONE, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE,
     "unverified"},
    {"td-t-1062-2021", "secondary_school", "secondary_school", 1000, NONE, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE,
     "unverified"},
    {"td-t-1062-2021", "health_center", "health_center", 1000, NONE, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE,
     "unverified"},
    {"td-t-1062-2021", "culture_center", "culture_center", 1000, NONE, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE,
     "unverified"},
    {"td-t-1062-2021", "sports_ground", "sports_ground", 1000, NONE, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE,
     "unverified"},
    {"td-t-1062-2021", "football_pitch", "football_pitch", 1000, NONE, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE,
     "unverified"},
    {"td-t-1062-2021", "metro_station", "metro_station", 800, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE,
     "unverified"},
    /* 市区级医院: a buffer of 2 km over residential land, as a web page quotes it */
    {"td-t-1062-2021", "hospital", "hospital", 2000, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "secondary"},
    /* 公园绿化活动场地服务半径覆盖率: 2000 to 5000 m2 within 300 m or 5000 m2 within 500 m; 80, 85, 90 % by award */
    {"park-service-radius", "radius_80", "park", 300, 2000, 5000, LC_STRAIGHT, LC_RESIDENTIAL, 0.8, "unverified"},
    {"park-service-radius", "radius_85", "park", 300, 2000, 5000, LC_STRAIGHT, LC_RESIDENTIAL, 0.85, "unverified"},
    {"park-service-radius", "radius_90", "park", 300, 2000, 5000, LC_STRAIGHT, LC_RESIDENTIAL, 0.9, "unverified"},
    {"park-service-radius", "radius_85_2022", "park", 300, 400, 5000, LC_STRAIGHT, LC_RESIDENTIAL, 0.85, "unverified"},
    {"park-service-radius", "radius_90_2022", "park", 300, 400, 5000, LC_STRAIGHT, LC_RESIDENTIAL, 0.9, "unverified"},
    {"park-service-radius", "walk", "park", 300, 2000, 5000, LC_NETWORK, LC_RESIDENTIAL, NONE, "unverified"},
    {"park-service-radius", "walk_2022", "park", 300, 400, 5000, LC_NETWORK, LC_RESIDENTIAL, NONE, "unverified"},
    /* 300米见绿、500米见园: the slogan's distances (text); sizes are a reading */
    {"300-500", "green_300", "green_space", 300, 400, NONE, LC_NETWORK, LC_AREA, NONE, "unverified"},
    {"300-500", "green_300_straight", "green_space", 300, 400, NONE, LC_STRAIGHT, LC_AREA, NONE, "unverified"},
    {"300-500", "park_500", "park", 500, 5000, NONE, LC_NETWORK, LC_AREA, NONE, "unverified"},
    {"300-500", "park_500_straight", "park", 500, 5000, NONE, LC_STRAIGHT, LC_AREA, NONE, "unverified"},
    /* Chengdu: 15 minutes are 1000 m by TD/T 1062-2021 (secondary); levels of 3+X without any distance in a source */
    {"chengdu-life-circle", "green_300", "green_space", 300, 400, NONE, LC_NETWORK, LC_AREA, NONE, "unverified"},
    {"chengdu-life-circle", "store_15min", "convenience_store", 1000, NONE, NONE, LC_NETWORK, LC_AREA, NONE,
     "secondary"},
    {"chengdu-life-circle", "centre_street", "service_center", 1000, NONE, NONE, LC_NETWORK, LC_AREA, NONE,
     "unverified"},
    {"chengdu-life-circle", "centre_community", "service_center", 500, NONE, NONE, LC_NETWORK, LC_AREA, NONE,
     "unverified"},
    {"chengdu-life-circle", "centre_station", "service_center", 300, NONE, NONE, LC_NETWORK, LC_AREA, NONE,
     "unverified"},
    /* 城市一刻钟便民生活圈建设指南: 服务半径为步行15分钟左右 (text), 1000 m by TD/T 1062-2021 (secondary); the
       ministry's explanation: stores 5 minutes, pharmacy, laundry, hairdresser, market 8 (secondary), whose metres are
       a reading */
    {"yike-zhong", "store", "convenience_store", 300, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "unverified"},
    {"yike-zhong", "pharmacy", "pharmacy", 500, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "unverified"},
    {"yike-zhong", "laundry", "laundry", 500, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "unverified"},
    {"yike-zhong", "hairdresser", "hairdresser", 500, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "unverified"},
    {"yike-zhong", "market", "market", 500, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "unverified"},
    {"yike-zhong", "supermarket", "supermarket", 1000, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "secondary"},
    {"yike-zhong", "repair", "repair_shop", 1000, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "secondary"},
    {"yike-zhong", "parcel", "parcel", 1000, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "secondary"},
    {"yike-zhong", "elderly_care", "elderly_care", 1000, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "secondary"},
    /* 完整居住社区: items (secondary), 5 to 10 minutes, 150 and 4000 m2 */
    {"wanzheng-shequ", "kindergarten", "kindergarten", 500, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "unverified"},
    {"wanzheng-shequ", "activity_ground", "square", 500, 150, NONE, LC_NETWORK, LC_AREA, NONE, "unverified"},
    {"wanzheng-shequ", "green", "green_space", 500, 4000, NONE, LC_NETWORK, LC_AREA, NONE, "unverified"},
    /* Beijing 2018, 5 to 10 minutes (secondary); Qingdao 2009, 300, 300, 500, 800 m (text) */
    /* Shanghai's draft of 2024: bus stops 300 m inside the inner ring, 500 m to the outer one and in new towns
       (secondary) */
    {"shanghai-stops", "inner_300", "bus_stop", 300, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "secondary"},
    {"shanghai-stops", "outer_500", "bus_stop", 500, NONE, NONE, LC_STRAIGHT, LC_RESIDENTIAL, NONE, "secondary"},
    {"shanghai-stops", "inner_walk", "bus_stop", 300, NONE, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE, "unverified"},
    {"shanghai-stops", "outer_walk", "bus_stop", 500, NONE, NONE, LC_NETWORK, LC_RESIDENTIAL, NONE, "unverified"},
    {"street-shops", "store_5min", "convenience_store", 300, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "secondary"},
    {"street-shops", "store_10min", "convenience_store", 500, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "secondary"},
    {"street-shops", "breakfast_10min", "breakfast", 500, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "secondary"},
    {"street-shops", "restaurant_300", "restaurant", 300, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "text"},
    {"street-shops", "pharmacy_300", "pharmacy", 300, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "text"},
    {"street-shops", "supermarket_500", "supermarket", 500, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "text"},
    {"street-shops", "marketplace_800", "marketplace", 800, NONE, NONE, LC_NETWORK, LC_AREA, NONE, "text"},
    /* WHO Europe 2016: 300 m, 0.5 to 1 ha, boundary and population (secondary) */
    {"who-green", "green_05ha", "green_space", 300, 5000, NONE, LC_STRAIGHT, LC_POPULATION, NONE, "secondary"},
    {"who-green", "green_1ha", "green_space", 300, 10000, NONE, LC_STRAIGHT, LC_POPULATION, NONE, "secondary"},
    /* 3-30-300: 300 m from the nearest park (text), as a walk and with 1 ha (secondary) */
    {"3-30-300", "park_300", "park", 300, NONE, NONE, LC_STRAIGHT, LC_POPULATION, NONE, "text"},
    {"3-30-300", "park_300_walk", "park", 300, NONE, NONE, LC_NETWORK, LC_POPULATION, NONE, "secondary"},
    {"3-30-300", "park_300_1ha", "park", 300, 10000, NONE, LC_STRAIGHT, LC_POPULATION, NONE, "secondary"},
    /* Accessible Greenspace Standards 2023: 200 m 0.5 ha, 300 m 2 ha, 1 km 10 ha; ANGSt: 2 km 20 ha, 5 km 100 ha,
       10 km 500 ha (all text) */
    {"angst", "green_200", "green_space", 200, 5000, NONE, LC_STRAIGHT, LC_POPULATION, NONE, "text"},
    {"angst", "green_300", "green_space", 300, 20000, NONE, LC_STRAIGHT, LC_POPULATION, NONE, "text"},
    {"angst", "green_1km", "green_space", 1000, 100000, NONE, LC_STRAIGHT, LC_POPULATION, NONE, "text"},
    {"angst", "green_2km", "green_space", 2000, 200000, NONE, LC_STRAIGHT, LC_POPULATION, NONE, "text"},
    {"angst", "green_5km", "green_space", 5000, 1e6, NONE, LC_STRAIGHT, LC_POPULATION, NONE, "text"},
    {"angst", "green_10km", "green_space", 10000, 5e6, NONE, LC_STRAIGHT, LC_POPULATION, NONE, "text"},
    /* SDG 11.7.1: within 400 m, along streets (text) */
    {"sdg-11-7", "open_space_400", "green_space", 400, NONE, NONE, LC_NETWORK, LC_POPULATION, NONE, "text"},
    {"sdg-11-7", "open_space_400_straight", "green_space", 400, NONE, NONE, LC_STRAIGHT, LC_POPULATION, NONE, "text"},
    /* SDG 11.2.1: 500 m, low capacity; 1 km, high; walking distance along the street network (text) */
    {"sdg-11-2", "low_capacity", "bus_stop", 500, NONE, NONE, LC_NETWORK, LC_POPULATION, NONE, "text"},
    {"sdg-11-2", "high_capacity", "rail_station", 1000, NONE, NONE, LC_NETWORK, LC_POPULATION, NONE, "text"},
    /* ParkServe: half a mile along the network (text); a mile is 1609.344 m */
    {"ten-minute-walk", "park_10min", "park", 1609.344 / 2, NONE, NONE, LC_NETWORK, LC_POPULATION, NONE, "text"},
};

static lc_profile *load(lc_context *ctx, const char *name) {
    lc_profile *profile = NULL;
    if (lc_profile_load(ctx, LC_DATA_DIR, name, &profile)) fail_msg("%s", lc_error_message(ctx));
    return profile;
}

static lc_indicator_def *find(lc_profile *profile, const char *id) {
    for (size_t i = 0; i < profile->n_indicators; i++)
        if (strcmp(profile->indicators[i].id, id) == 0) return &profile->indicators[i];
    fail_msg("%s has no indicator %s", profile->name, id);
    return NULL;
}

static bool same(double a, double b) {
    return isnan(a) ? isnan(b) : fabs(a - b) < 1e-9;
}

static void numbers_are_those_of_the_sources(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    for (size_t i = 0; i < sizeof FACTS / sizeof *FACTS; i++) {
        const fact *f = &FACTS[i];
        lc_profile *profile = load(ctx, f->profile);
        const lc_indicator_def *d = find(profile, f->id);
        const lc_rule *r = &d->rules[0];
        if (strcmp(r->category, f->category) != 0 || !same(r->distance_m, f->distance_m) ||
            !same(r->min_area_m2, f->min_area_m2) || !same(r->max_area_m2, f->max_area_m2) || d->metric != f->metric ||
            d->denominator != f->denominator || !same(d->target, f->target) || strcmp(d->verified, f->verified) != 0)
            fail_msg("%s %s is not what its source says", f->profile, f->id);
        lc_profile_free(profile);
    }
    lc_context_free(ctx);
}

/* The second halves of indicators that unite rules. */
static void further_rules_are_those_of_the_sources(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    static const char *const radius[] = {"radius_80",      "radius_85", "radius_90", "radius_85_2022",
                                         "radius_90_2022", "walk",      "walk_2022"};
    lc_profile *p = load(ctx, "park-service-radius");
    for (size_t i = 0; i < 7; i++) { /* 5000 m2 and more within 500 m */
        const lc_indicator_def *d = find(p, radius[i]);
        assert_int_equal(d->n_rules, 2);
        assert_true(d->rules[1].distance_m == 500 && d->rules[1].min_area_m2 == 5000 && isnan(d->rules[1].max_area_m2));
    }
    lc_profile_free(p);
    p = load(ctx, "gb-t-51346-2019");
    static const char *const parks[] = {"parks_90", "parks_100_new", "parks_80_old", "parks_walk"};
    for (size_t i = 0; i < 4; i++) { /* parks and squares alike */
        const lc_indicator_def *d = find(p, parks[i]);
        assert_true(d->n_rules == 2 && d->rules[1].distance_m == 500 && isnan(d->rules[1].min_area_m2));
        assert_string_equal(d->rules[1].category, "square");
    }
    static const double radius_of[][2] = {{4000, 300}, {10000, 500}, {50000, 1000}, {1e5, 2000}, {2e5, 3000}};
    const lc_indicator_def *by_class = find(p, "by_class");
    assert_int_equal(by_class->n_rules, 5);
    for (size_t i = 0; i < 5; i++)
        assert_true(by_class->rules[i].min_area_m2 == radius_of[i][0] &&
                    by_class->rules[i].distance_m == radius_of[i][1]);
    lc_profile_free(p);
    p = load(ctx, "sdg-11-2");
    static const struct {
        const char *category;
        double distance_m;
    } transport[] = {{"bus_stop", 500}, {"tram_stop", 500}, {"rail_station", 1000}, {"ferry_terminal", 1000}};
    const lc_indicator_def *d = find(p, "transport");
    assert_int_equal(d->n_rules, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(d->rules[i].category, transport[i].category);
        assert_true(d->rules[i].distance_m == transport[i].distance_m);
    }
    lc_profile_free(p);
    p = load(ctx, "td-t-1062-2021");
    d = find(p, "park_square");
    assert_string_equal(d->rules[1].category, "square");
    assert_true(d->rules[1].distance_m == 300 && d->rules[1].min_area_m2 == 400);
    lc_profile_free(p);
    lc_context_free(ctx);
}

typedef struct seen {
    lc_context *ctx;
    size_t profiles, targets;
} seen;

static bool is_scored(const lc_profile *p, size_t indicator) {
    for (size_t k = 0; k < p->n_scorecard; k++)
        if (p->scorecard[k] == indicator) return true;
    return false;
}

/* 80, 85, 90 and 100 % are for the straight line over residential land; whatever has no target says why. What a
   scorecard asks of each community is a reading, which its note says. */
static void see(const char *name, const char *title_en, const char *title_zh, void *user) {
    seen *s = user;
    lc_profile *p = load(s->ctx, name);
    assert_string_not_equal(title_en, title_zh);
    assert_non_null(p->source);
    for (size_t i = 0; i < p->n_indicators; i++) {
        const lc_indicator_def *d = &p->indicators[i];
        bool target = !isnan(d->target) || !isnan(d->community_target), scored = is_scored(p, i);
        if (scored) assert_true(isnan(d->target) && strstr(d->target_note_en, "is a reading") != NULL);
        if (target && !scored && (d->metric != LC_STRAIGHT || d->denominator != LC_RESIDENTIAL))
            fail_msg("%s %s has a target that is not its own", name, d->id);
        if (!d->target_note_en) fail_msg("%s %s does not say why it has no target", name, d->id);
        if (!d->source || !d->verified) fail_msg("%s %s has no source or no mark", name, d->id);
        if (strcmp(d->title_en, d->title_zh) == 0) fail_msg("%s %s has a title in one language", name, d->id);
        if (strcmp(d->source, d->source_zh) == 0) fail_msg("%s %s has a source in one language", name, d->id);
        s->targets += target && !scored;
    }
    s->profiles++;
    lc_profile_free(p);
}

static void targets_stand_where_they_belong(void **state) {
    (void)state;
    seen s = {.ctx = lc_context_new()};
    assert_int_equal(lc_profile_list(s.ctx, LC_DATA_DIR, see, &s), LC_OK);
    assert_true(s.profiles >= 18 && s.targets == 8);
    lc_context_free(s.ctx);
}

/* ----------------------------------------------------------- recomputation */

enum { MAX_CATEGORIES = 4 };

/*
 * One road along the x axis, 8 km long, in a box as long and 1200 m high; facilities are points on the road that carry
 * a size. What is within r of the origin: by line a disc, on foot |x| + |y| <= r, both cut by the box, the walk also by
 * the link limit of 250 m.
 */
typedef struct town {
    city_t city;
    lc_facilities facilities[MAX_CATEGORIES];
    size_t n;
    lc_profile *profile;
    lc_indicator_def *def;
} town;

static const double HALF_LENGTH = 4000, HALF_HEIGHT = 600, LINK = 250;

static lc_facilities *category(town *t, const char *name) {
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->facilities[i].category, name) == 0) return &t->facilities[i];
    assert_true(t->n < MAX_CATEGORIES);
    t->facilities[t->n] = (lc_facilities){.category = lc_strdup(name), .known = true};
    return &t->facilities[t->n++];
}

static void put(town *t, const char *name, double x, double area_m2, lc_level level) {
    lc_facilities *f = category(t, name);
    add_geom(&f->geoms, LC_POINT, (uint32_t)f->n, 1, &(lc_xy){x, 0});
    f->id = realloc(f->id, (f->n + 1) * sizeof *f->id);
    f->area_m2 = realloc(f->area_m2, (f->n + 1) * sizeof *f->area_m2);
    f->level = realloc(f->level, f->n + 1);
    assert_true(f->id && f->area_m2 && f->level);
    f->id[f->n] = lc_sprintf("f%zu", f->n);
    f->area_m2[f->n] = area_m2;
    f->level[f->n] = (unsigned char)level;
    f->n++;
}

static void begin(town *t, const char *profile, const char *id) {
    *t = (town){0};
    city_init(&t->city);
    city_road(&t->city, -HALF_LENGTH, 0, HALF_LENGTH, 0);
    city_box(&t->city, -HALF_LENGTH, -HALF_HEIGHT, HALF_LENGTH, HALF_HEIGHT);
    t->profile = load(t->city.ctx, profile);
    t->def = find(t->profile, id);
    for (size_t r = 0; r < t->def->n_rules; r++) category(t, t->def->rules[r].category);
}

static lc_result measure(town *t) {
    lc_profile one = {.name = t->profile->name, .indicators = t->def, .n_indicators = 1};
    lc_results results = {0};
    stages_t stages;
    lc_context *ctx = t->city.ctx;
    const lc_network_rules rules = {.min_component_m = 500};
    assert_int_equal(lc_network_build(ctx, &t->city.paths, &rules, &t->city.network), LC_OK);
    lc_city view = city_view(&t->city);
    view.facilities = t->facilities;
    view.n_facilities = t->n;
    stages_begin(ctx, &one, &view, LINK, &stages);
    assert_null(stages.plan->indicator[0].reason);
    assert_int_equal(lc_results_measure(ctx, stages.fields, (lc_asked){1e-6, INFINITY}, &results), LC_OK);
    lc_result result = results.value[0];
    stages_end(&stages);
    lc_results_free(&results);
    return result;
}

static void end(town *t) {
    for (size_t i = 0; i < t->n; i++) lc_facilities_free(&t->facilities[i]);
    lc_profile_free(t->profile);
    city_free(&t->city);
}

/* |x| + |y| <= r with |y| <= 250. */
static double walked_area(double r) {
    double h = r < LINK ? r : LINK;
    return 4 * (r * h - h * h / 2);
}

/* A disc of radius r, |y| <= 600. */
static double disc_area(double r) {
    if (r <= HALF_HEIGHT) return PI * r * r;
    double h = HALF_HEIGHT;
    return 2 * (h * sqrt(r * r - h * h) + r * r * asin(h / r));
}

/* Of the facility of exactly the size asked for at the origin, and of another that is a little too small far away. */
static void check_area(const char *profile, const char *id, const char *name, double r, double size, lc_level level,
                       double covered) {
    town t;
    begin(&t, profile, id);
    put(&t, name, 0, isnan(size) ? 1 : size, level);
    if (!isnan(size)) put(&t, name, 2500, size - 1, level);
    if (level != LC_LEVEL_ANY) put(&t, name, -2500, 1, level == LC_LEVEL_STREET ? LC_LEVEL_STATION : LC_LEVEL_STREET);
    assert_int_equal(t.def->denominator, LC_AREA);
    lc_result result = measure(&t);
    assert_true(fabs(result.demand - 4 * HALF_LENGTH * HALF_HEIGHT) < 1e-3);
    if (fabs(result.covered - covered) > result.err + 1 || result.err > 10)
        fail_msg("%s %s, %g m: %.3f covered, not %.3f", profile, id, r, result.covered, covered);
    end(&t);
}

static void shares_of_the_area(void **state) {
    (void)state;
    double none = NAN;
    check_area("life-circle", "store_500", "convenience_store", 500, none, LC_LEVEL_ANY, walked_area(500));
    check_area("300-500", "green_300", "green_space", 300, 400, LC_LEVEL_ANY, walked_area(300));
    check_area("300-500", "park_500_straight", "park", 500, 5000, LC_LEVEL_ANY, disc_area(500));
    check_area("chengdu-life-circle", "centre_community", "service_center", 500, none, LC_LEVEL_COMMUNITY,
               walked_area(500));
    check_area("chengdu-life-circle", "store_15min_straight", "convenience_store", 1000, none, LC_LEVEL_ANY,
               disc_area(1000));
    check_area("yike-zhong", "pharmacy", "pharmacy", 500, none, LC_LEVEL_ANY, walked_area(500));
    check_area("wanzheng-shequ", "green", "green_space", 500, 4000, LC_LEVEL_ANY, walked_area(500));
    check_area("street-shops", "marketplace_800", "marketplace", 800, none, LC_LEVEL_ANY, walked_area(800));
}

/* Residential land: a strip along the road, |x| <= 1000, |y| <= 100, all of it nearer than the link limit. */
static void with_strip(town *t, lc_zones *zones) {
    *zones = (lc_zones){0};
    add_geom(&zones->geoms, LC_POLYGON, 0, 4, (lc_xy[]){{-1000, -100}, {1000, -100}, {1000, 100}, {-1000, 100}});
    zones->layers = LC_NEW(lc_layers, 1);
    assert_non_null(zones->layers);
    zones->layers[0] = LC_LAYER_RESIDENTIAL;
    assert_int_equal(lc_zones_index(t->city.ctx, zones), LC_OK);
    t->city.residential = zones;
}

/* Of the strip: |x - a| + |y| <= r is 4 (100 r - 100^2 / 2) where it lies inside. */
static double walked_strip(double r) {
    return 4 * (100 * r - 100.0 * 100 / 2);
}

/* Of the strip, within r of the road's point by line. */
static double disc_strip(double r) {
    return 2 * (100 * sqrt(r * r - 100 * 100) + r * r * asin(100 / r));
}

static void shares_of_residential_land(void **state) {
    (void)state;
    town t;
    lc_zones zones;
    /* GB 50180-2018: a primary school's service radius of 500 m, and a 10-minute walk, 500 m too */
    for (int walk = 0; walk < 2; walk++) {
        begin(&t, "gb50180-2018", walk ? "primary_school_walk" : "primary_school");
        with_strip(&t, &zones);
        put(&t, "primary_school", 0, NAN, LC_LEVEL_ANY);
        lc_result r = measure(&t);
        assert_true(fabs(r.demand - 400000) < 1e-3);
        assert_true(fabs(r.covered - (walk ? walked_strip(500) : disc_strip(500))) <= r.err + 1 && r.err < 10);
        lc_zones_free(&zones);
        end(&t);
    }
    /* Shanghai: a bus stop within 300 m by line, and on foot */
    for (int walk = 0; walk < 2; walk++) {
        begin(&t, "shanghai-stops", walk ? "inner_walk" : "inner_300");
        with_strip(&t, &zones);
        put(&t, "bus_stop", 0, NAN, LC_LEVEL_ANY);
        lc_result r = measure(&t);
        assert_true(fabs(r.covered - (walk ? walked_strip(300) : disc_strip(300))) <= r.err + 1 && r.err < 10);
        lc_zones_free(&zones);
        end(&t);
    }
    /* 公园绿地、广场步行5分钟覆盖率: a park of 400 m2, and a square of 400 m2, each 300 m; 399 m2 are too small */
    begin(&t, "td-t-1062-2021", "park_square");
    with_strip(&t, &zones);
    put(&t, "park", -500, 400, LC_LEVEL_ANY);
    put(&t, "square", 500, 400, LC_LEVEL_ANY);
    put(&t, "park", 0, 399, LC_LEVEL_ANY);
    lc_result r = measure(&t);
    assert_true(fabs(r.covered - 2 * walked_strip(300)) <= r.err + 1 && r.err < 10);
    lc_zones_free(&zones);
    end(&t);
    /* 公园绿化活动场地服务半径覆盖率: 2000 m2 for 300 m on the left, 5000 m2 for 500 m on the right, apart; 1999 m2
       between them do not count */
    static const char *const ids[] = {"radius_90", "walk"};
    for (int walk = 0; walk < 2; walk++) {
        begin(&t, "park-service-radius", ids[walk]);
        with_strip(&t, &zones);
        put(&t, "park", -500, 2000, LC_LEVEL_ANY);
        put(&t, "park", 500, 5000, LC_LEVEL_ANY);
        put(&t, "park", -100, 1999, LC_LEVEL_ANY);
        r = measure(&t);
        double covered = walk ? walked_strip(300) + walked_strip(500) : disc_strip(300) + disc_strip(500);
        assert_true(fabs(r.covered - covered) <= r.err + 1 && r.err < 10);
        lc_zones_free(&zones);
        end(&t);
    }
    begin(&t, "park-service-radius", "radius_90_2022");
    with_strip(&t, &zones);
    put(&t, "park", -500, 400, LC_LEVEL_ANY);
    put(&t, "park", 500, 4999, LC_LEVEL_ANY);
    put(&t, "park", 0, 399, LC_LEVEL_ANY);
    r = measure(&t);
    assert_true(fabs(r.covered - 2 * disc_strip(300)) <= r.err + 1 && r.err < 10);
    lc_zones_free(&zones);
    end(&t);
    /* GB/T 51346-2019: a square counts as a park does, whatever its size; by class, 0.4 ha for 300 m and 1 ha for 500 m
     */
    begin(&t, "gb-t-51346-2019", "parks_90");
    with_strip(&t, &zones);
    put(&t, "square", 0, 10, LC_LEVEL_ANY);
    r = measure(&t);
    assert_true(fabs(r.covered - disc_strip(500)) <= r.err + 1 && r.err < 10);
    lc_zones_free(&zones);
    end(&t);
    begin(&t, "gb-t-51346-2019", "by_class");
    with_strip(&t, &zones);
    put(&t, "park", -500, 4000, LC_LEVEL_ANY);
    put(&t, "park", 500, 10000, LC_LEVEL_ANY);
    put(&t, "park", -100, 3999, LC_LEVEL_ANY);
    r = measure(&t);
    assert_true(fabs(r.covered - disc_strip(300) - disc_strip(500)) <= r.err + 1 && r.err < 10);
    lc_zones_free(&zones);
    end(&t);
}

/* Two people just inside the distance of the facility at the origin, five just outside, on the road. */
static void check_people(const char *profile, const char *id, const char *name, double r, double size) {
    town t;
    begin(&t, profile, id);
    put(&t, name, 0, isnan(size) ? 1 : size, LC_LEVEL_ANY);
    if (!isnan(size)) put(&t, name, -2500, size - 1, LC_LEVEL_ANY);
    lc_xy xy[] = {{r - 0.01, 0}, {r + 0.01, 0}};
    double weight[] = {2, 5};
    uint32_t place[] = {0, 1};
    size_t start[] = {0, 2};
    lc_places places = {.n = 2, .xy = xy, .weight = weight, .start = start, .place = place};
    lc_group_people group = {t.def->group, &places, NULL};
    t.city.places = t.def->group ? NULL : &places;
    t.city.groups = &group;
    t.city.n_groups = t.def->group != NULL;
    assert_int_equal(t.def->denominator, LC_POPULATION);
    lc_result result = measure(&t);
    if (result.covered != 2 || result.demand != 7)
        fail_msg("%s %s: %g of %g", profile, id, result.covered, result.demand);
    end(&t);
}

static void shares_of_the_population(void **state) {
    (void)state;
    check_people("who-green", "green_05ha", "green_space", 300, 5000);
    check_people("who-green", "green_1ha", "green_space", 300, 10000);
    check_people("3-30-300", "park_300", "park", 300, NAN);
    check_people("3-30-300", "park_300_1ha", "park", 300, 10000);
    check_people("angst", "green_200", "green_space", 200, 5000);
    check_people("angst", "green_2km", "green_space", 2000, 200000);
    check_people("sdg-11-7", "open_space_400", "square", 400, NAN);
    check_people("sdg-11-7", "open_space_400_straight", "green_space", 400, NAN);
    check_people("sdg-11-2", "transport", "bus_stop", 500, NAN);
    check_people("sdg-11-2", "transport", "tram_stop", 500, NAN);
    check_people("sdg-11-2", "transport", "rail_station", 1000, NAN);
    check_people("sdg-11-2", "transport", "ferry_terminal", 1000, NAN);
    check_people("yi-lao-yi-xiao", "park_elderly__elderly", "park", 750, NAN);
    check_people("yi-lao-yi-xiao", "park_children__children", "park", 825, NAN);
    check_people("ten-minute-walk", "park_10min", "park", 804.672, NAN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_those_of_the_sources), cmocka_unit_test(further_rules_are_those_of_the_sources),
        cmocka_unit_test(targets_stand_where_they_belong),  cmocka_unit_test(shares_of_the_area),
        cmocka_unit_test(shares_of_residential_land),       cmocka_unit_test(shares_of_the_population),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
