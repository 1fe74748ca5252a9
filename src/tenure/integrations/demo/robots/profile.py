"""The numbers of the robot maker."""

from tenure.integrations.demo.common.profile import Profile
from tenure.integrations.demo.robots.plots import PLOTS, REFERRED, SUBSIDIARIES

PROFILE = Profile(
    key="robots",
    sizes={"s": 40, "m": 80},
    prospects=4,
    segment_share={"enterprise": 0.13, "mid": 0.42, "small": 0.45},
    seats={"enterprise": (12, 19), "mid": (4, 8), "small": (2, 3)},
    discount={"enterprise": (0.10, 0.25), "mid": (0.04, 0.15), "small": (0.0, 0.06)},
    cac_months={"enterprise": 6.0, "mid": 6.0, "small": 5.0},
    source_share={
        "website": 0.10,
        "event": 0.18,
        "outbound": 0.10,
        "advertising": 0.06,
        "partner": 0.46,
        "referral": 0.10,
    },
    monthly_share=0.0,
    module_chance={
        "enterprise": {"content": 0.8, "languages": 0.5, "dashboard": 0.6, "care": 0.6},
        "mid": {"content": 0.6, "languages": 0.25, "dashboard": 0.3, "care": 0.3},
        "small": {"content": 0.35, "languages": 0.05, "dashboard": 0.08, "care": 0.1},
    },
    grow_modules=("content", "languages", "dashboard", "care"),
    per_seat=("service",),
    service="installation",
    targets={
        "leave enterprise": 0.05,
        "leave mid": 0.09,
        "leave small": 0.13,
        "grow enterprise": 0.20,
        "grow mid": 0.16,
        "grow small": 0.12,
        "return": 0.08,
    },
    plots=PLOTS,
    subsidiaries=SUBSIDIARIES,
    referred=REFERRED,
)
