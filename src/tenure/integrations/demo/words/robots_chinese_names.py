"""Invented Chinese names of the service-robot company: customers, people, agents, products."""

from dataclasses import replace

from tenure.integrations.demo.words.base import Industry, Person, Product, Region
from tenure.integrations.demo.words.chinese_names import NAMES as SAAS

NAMES = replace(
    SAAS,
    vendor="迎晓机器人",
    product="迎晓",
    industries=(
        Industry("museum", "文博场馆", ("博物馆", "美术馆", "科技馆", "纪念馆"), 1.5),
        Industry("ktv", "休闲娱乐", ("量贩KTV", "KTV", "音乐派对"), 1.6),
        Industry("scenic", "景区旅游", ("景区", "古镇", "湿地公园", "温泉小镇"), 1.8),
        Industry("meeting", "会议会展", ("会议中心", "会展中心", "国际会议酒店"), 0.4),
    ),
    scenarios={"museum": "博物馆讲解", "ktv": "KTV 迎宾", "scenic": "景区导览", "meeting": "会议接待"},
    scenario_label="应用场景",
    regions=(
        Region("华东", (("苏州", "CN"), ("杭州", "CN"), ("宁波", "CN"), ("南京", "CN"))),
        Region("华南", (("佛山", "CN"), ("厦门", "CN"), ("珠海", "CN"), ("桂林", "CN"))),
        Region("华中", (("武汉", "CN"), ("长沙", "CN"), ("郑州", "CN"), ("洛阳", "CN"))),
        Region("西南", (("成都", "CN"), ("重庆", "CN"), ("昆明", "CN"), ("贵阳", "CN"))),
    ),
    titles={
        "decision_maker": ("馆长", "总经理", "景区主任", "运营总监"),
        "champion": ("信息化负责人", "讲解部主任", "服务部经理"),
        "liaison": ("前台主管", "值班经理", "设备管理员"),
        "admin": ("信息中心主管", "系统管理员"),
        "end_user": ("讲解员", "前台", "大堂经理"),
        "detractor": ("财务主管", "采购经理"),
    },
    departments=("运营部", "服务部", "信息中心", "采购部", "财务部"),
    resellers=("沪岸智能科技", "粤桥智能设备", "蜀程文旅服务", "中原迎新代理"),
    campaigns={
        "website": ("导览机器人解决方案", "线上演示"),
        "event": ("文博博览会", "文旅装备展", "服务机器人大会"),
        "outbound": ("场馆电话拓展",),
        "advertising": ("行业媒体", "信息流广告"),
        "partner": ("代理商计划",),
        "referral": ("老客户推荐",),
    },
    teams=("文博会展客户成功组", "文旅娱乐客户成功组"),
    staff=(
        Person("沈一鸣", "admin"),
        Person("林若溪", "ruoxi"),
        Person("陈雨桐", "yutong"),
        Person("周子墨", "zimo"),
        Person("何静怡", "jingyi"),
        Person("梁浩然", "haoran"),
        Person("许文博", "wenbo"),
        Person("高振宇", "zhenyu"),
        Person("苏可欣", "kexin"),
    ),
    products=(
        Product("service", "机器人服务费", "time", "台", 980, "服务费"),
        Product("content", "讲解内容包", "content", "月", 1600, "增值服务"),
        Product("languages", "多语种语音", "time", "月", 1200, "增值服务"),
        Product("dashboard", "客流数据看板", "time", "月", 1500, "增值服务"),
        Product("care", "上门巡检", "time", "月", 1800, "增值服务"),
        Product("installation", "现场部署", "one_off", "天", 3000, "实施"),
    ),
    sites=("一层大厅", "东展厅", "西展厅", "游客中心", "主入口", "会议区", "包厢走廊", "南门"),
    device_model="迎宾机器人 Y2",
    device_status="在用",
    device_states={"down": "维修中", "off": "离线", "retired": "已停用"},
    tags=("标杆", "代理商签约", "试点", "多场馆", "需审核"),
)
